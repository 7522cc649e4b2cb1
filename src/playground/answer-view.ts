import { formatSize, toBody, toRaw } from "./answer-body.js";
import { createElement, getElement } from "./dom.js";
import { formatStatus } from "./reason.js";
import type { Answer } from "./send.js";
import { activateTabs } from "./tabs.js";

/** Milliseconds before waiting is worth a word: most answers are there sooner. */
const QUICK = 200;

/** The answer to the last request. */
export class AnswerView {
  readonly #view = getElement("answer", HTMLElement);
  readonly #summary = getElement("summary", HTMLElement);
  readonly #note = getElement("note", HTMLElement);
  readonly #body = getElement("panel-body", HTMLElement);
  readonly #raw = getElement("panel-raw", HTMLElement);
  readonly #headers = getElement("panel-headers", HTMLElement);
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    for (const tabs of this.#view.querySelectorAll<HTMLElement>('[role="tablist"]')) activateTabs(tabs);
  }

  /** The last answer stays, faded, until the next is there. */
  showWaiting(): void {
    this.#view.scrollIntoView({ block: "nearest" }); // on a phone it may be below the screen
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#view.ariaBusy = "true";
      this.#setSummary("", "Waiting for the answer…");
    }, QUICK);
  }

  show(answer: Answer): void {
    this.#end();
    const { status, statusText, milliseconds, bytes, type } = answer;
    this.#setSummary(
      String(status).charAt(0),
      createElement("strong", {}, formatStatus(status, statusText)),
      createElement("span", {}, formatTime(milliseconds)),
      createElement("span", {}, formatSize(bytes.byteLength)),
      createElement("span", { className: "type" }, type),
    );
    this.#setNote(toNote(answer));
    this.#body.replaceChildren(...toBody(answer));
    this.#raw.replaceChildren(...toRaw(answer));
    this.#headers.replaceChildren(toHeaderList(answer));
  }

  /** There is no answer to show; `text` says why. */
  showFailure(text: string): void {
    this.#end();
    this.#setSummary("failed", createElement("strong", {}, "No answer"));
    this.#setNote([text]);
    for (const panel of [this.#body, this.#raw, this.#headers]) panel.replaceChildren();
  }

  #end(): void {
    clearTimeout(this.#waiting);
    this.#view.ariaBusy = "false";
  }

  #setSummary(kind: string, ...content: (Node | string)[]): void {
    this.#summary.dataset.kind = kind;
    this.#summary.replaceChildren(...content);
  }

  #setNote(content: (Node | string)[]): void {
    this.#note.replaceChildren(...content);
    this.#note.hidden = content.length === 0;
  }
}

/** What the status alone does not tell. */
function toNote({ headers, redirectedTo }: Answer): (Node | string)[] {
  const code = headers.find(([name]) => name === "x-tabserve-error")?.[1];
  if (code) return ["Tabserve made this answer, not a function: ", createElement("code", {}, code)];
  return redirectedTo ? ["Redirected to ", createElement("code", {}, redirectedTo)] : [];
}

function toHeaderList({ headers }: Answer): HTMLElement {
  if (headers.length === 0)
    return createElement("p", { className: "empty" }, "The answer has no headers that a page may read.");
  const pairs = headers.flatMap(([name, value]) => [
    createElement("dt", {}, name),
    createElement("dd", {}, value),
  ]);
  return createElement("dl", {}, ...pairs);
}

function formatTime(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  return milliseconds < 10_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
