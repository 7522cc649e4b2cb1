import { createElement } from "../dom.js";
import { toNextTab } from "../tabs.js";
import type { OpenFile } from "./open-files.js";

/** What a tab says beside the file's name. */
export type FileMark = "good" | "edited" | "bad";

const MARKS: Readonly<Record<FileMark, string>> = { good: "", edited: "edited", bad: "has an error" };

/** What can be done with a tab. */
export interface FileTabsActions {
  select(id: number): void;
  close(id: number): void;
  rename(id: number): void;
}

/** The open files as tabs: arrow keys choose, Delete closes, F2 renames (ARIA APG, Tabs). */
export class FileTabs {
  readonly #list: HTMLElement;
  readonly #actions: FileTabsActions;
  #ids: readonly number[] = [];
  #shown = "";
  #currentId: number | undefined;

  constructor(list: HTMLElement, actions: FileTabsActions) {
    this.#list = list;
    this.#actions = actions;
    list.addEventListener("keydown", (event) => this.#onKey(event));
    list.addEventListener("click", ({ target }) => this.#onClick(target));
    list.addEventListener("dblclick", () => this.#currentId !== undefined && actions.rename(this.#currentId));
    list.addEventListener("auxclick", (event) => event.button === 1 && this.#close(event.target));
  }

  show(
    files: readonly OpenFile[],
    currentId: number | undefined,
    toMark: (file: OpenFile) => FileMark,
  ): void {
    const shown = JSON.stringify([currentId, ...files.map((file) => [file.id, file.name, toMark(file)])]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const hadFocus = this.#list.contains(document.activeElement);
    const isMoved = currentId !== this.#currentId || files.length !== this.#ids.length;
    this.#ids = files.map(({ id }) => id);
    this.#currentId = currentId;
    this.#list.replaceChildren(...files.map((file) => toTab(file, file.id === currentId, toMark(file))));
    const current = this.#list.querySelector<HTMLElement>('[aria-selected="true"]');
    if (hadFocus) current?.focus();
    if (isMoved) current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #onKey(event: KeyboardEvent): void {
    const now = this.#currentId;
    if (now === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = this.#ids.at(toNextTab(event.key, this.#ids.indexOf(now), this.#ids.length));
    if (event.key === "Delete") this.#actions.close(now);
    else if (event.key === "F2") this.#actions.rename(now);
    else if (next !== undefined && next !== now) this.#actions.select(next);
    else return;
    event.preventDefault();
  }

  #onClick(target: EventTarget | null): void {
    if (target instanceof Element && target.closest(".cross")) return this.#close(target);
    const id = toFileId(target);
    if (id !== undefined && id !== this.#currentId) this.#actions.select(id);
  }

  #close(target: EventTarget | null): void {
    const id = toFileId(target);
    if (id !== undefined) this.#actions.close(id);
  }
}

function toFileId(target: EventTarget | null): number | undefined {
  const tab = target instanceof Element ? target.closest<HTMLElement>('[role="tab"]') : null;
  return tab ? Number(tab.dataset.file) : undefined;
}

function toTab({ id, name }: OpenFile, isCurrent: boolean, mark: FileMark): HTMLElement {
  const tab = createElement("button", { type: "button", role: "tab", id: `file-${id}` }, name);
  tab.ariaSelected = String(isCurrent);
  tab.tabIndex = isCurrent ? 0 : -1;
  tab.dataset.file = String(id);
  tab.dataset.mark = mark;
  tab.setAttribute("aria-controls", "editor");
  tab.setAttribute("aria-keyshortcuts", "Delete F2");
  if (MARKS[mark]) tab.append(createElement("span", { className: "unseen" }, ` ${MARKS[mark]}`));
  // For the mouse alone: a control in a tab would be none for a screen reader; the keyboard has Delete, and a menu.
  const cross = createElement("span", { className: "cross", title: `Close ${name}` }, "×");
  cross.ariaHidden = "true";
  tab.append(cross);
  return tab;
}
