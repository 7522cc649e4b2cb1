import Combobox from "@github/combobox-nav";
import { createElement } from "../dom.js";

/** Something to choose: what is put into the field, and a word about it. */
export interface Choice {
  readonly value: string;
  readonly hint?: string | undefined;
}

/** More choices than that help nobody. */
const MOST_SHOWN = 50;

/**
 * Offers what contains all that is typed; the arrow keys choose, Enter takes, Escape closes (ARIA APG, Combobox).
 * @param toChoices all of them, for what is typed
 */
export function activateCombobox(
  input: HTMLInputElement,
  list: HTMLElement,
  toChoices: (text: string) => readonly Choice[],
): void {
  const combobox = new Combobox(input, list, { tabInsertsSuggestions: false });
  let isOpen = false;
  const close = () => {
    if (isOpen) combobox.stop();
    isOpen = false;
    removeEventListener("scroll", onScroll, true);
    if (list.isConnected) list.hidePopover();
  };
  const onScroll = ({ target }: Event) => target !== list && close();
  const open = (text: string) => {
    const shown = toChoices(text)
      .filter(({ value }) => isMatch(value, text))
      .slice(0, MOST_SHOWN);
    if (shown.length === 0 || (shown.length === 1 && shown[0]?.value === text)) return close();
    list.replaceChildren(...shown.map(toOption));
    if (isOpen) return combobox.clearSelection();
    isOpen = true;
    place(list, input);
    list.showPopover();
    addEventListener("scroll", onScroll, true);
    combobox.start();
  };
  input.addEventListener("input", (event) => event instanceof InputEvent && open(input.value));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen) event.stopPropagation();
    if (event.key === "Escape") close();
    // All of them, however the field is filled: who opens the list by hand looks for another.
    if (event.key === "ArrowDown" && !isOpen) open("");
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("combobox-commit", ({ target }) => {
    if (target instanceof HTMLElement) input.value = target.dataset.value ?? "";
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** Below the field, above everything else: what scrolls around the field would cut it. */
function place(list: HTMLElement, input: HTMLElement): void {
  const { left, bottom, width } = input.getBoundingClientRect();
  list.style.top = `${bottom + 4}px`;
  list.style.left = `${left}px`;
  list.style.minWidth = `${width}px`;
}

function isMatch(value: string, text: string): boolean {
  const lower = value.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((part) => lower.includes(part));
}

function toOption({ value, hint }: Choice): HTMLElement {
  const option = createElement("div", { role: "option" }, createElement("span", {}, value));
  option.dataset.value = value;
  if (hint) option.append(createElement("span", { className: "hint" }, hint));
  return option;
}
