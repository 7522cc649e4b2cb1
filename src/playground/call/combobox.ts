import ComboboxNav from "@github/combobox-nav";
import { createElement } from "../dom.js";

/** Something to choose: what is put into the field, and a word about it. */
export interface Choice {
  readonly value: string;
  readonly hint?: string | undefined;
}

type ToChoices = (text: string) => readonly Choice[];

/** More choices than that help nobody. */
const MOST_SHOWN = 50;

/**
 * Offers what contains all that is typed; the arrow keys choose, Enter takes, Escape closes (ARIA APG, Combobox).
 * @param list a popover
 * @param toChoices all of them, for what is typed
 */
export function activateCombobox(input: HTMLInputElement, list: HTMLElement, toChoices: ToChoices): void {
  new Combobox(input, list, toChoices).activate();
}

class Combobox {
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #toChoices: ToChoices;
  readonly #nav: ComboboxNav;
  readonly #onScroll = ({ target }: Event) => target !== this.#list && this.#close();
  #isOpen = false;

  constructor(input: HTMLInputElement, list: HTMLElement, toChoices: ToChoices) {
    this.#input = input;
    this.#list = list;
    this.#toChoices = toChoices;
    this.#nav = new ComboboxNav(input, list, { tabInsertsSuggestions: false });
  }

  activate(): void {
    // What is typed is an InputEvent; what a program puts in, as below, is none.
    this.#input.addEventListener("input", (event) => {
      if (event instanceof InputEvent) this.#open(this.#input.value);
    });
    this.#input.addEventListener("blur", () => this.#close());
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.#list.addEventListener("combobox-commit", ({ target }) => this.#take(target));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.#isOpen) event.stopPropagation();
    if (event.key === "Escape") this.#close();
    // All of them, however the field is filled: who opens the list by hand looks for another.
    if (event.key === "ArrowDown" && !this.#isOpen) this.#open("");
  }

  #take(option: EventTarget | null): void {
    if (option instanceof HTMLElement) this.#input.value = option.dataset.value ?? "";
    this.#close();
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #open(text: string): void {
    const matching = this.#toChoices(text).filter(({ value }) => isMatch(value, text));
    const shown = matching.slice(0, MOST_SHOWN);
    if (shown.length === 0 || (shown.length === 1 && shown[0]?.value === text)) return this.#close();
    this.#list.replaceChildren(...shown.map(toOption));
    if (this.#isOpen) return this.#nav.clearSelection();
    this.#isOpen = true;
    place(this.#list, this.#input);
    this.#list.showPopover();
    addEventListener("scroll", this.#onScroll, true);
    this.#nav.start();
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#nav.stop();
    removeEventListener("scroll", this.#onScroll, true);
    if (this.#list.isConnected) this.#list.hidePopover();
  }
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
  const parts = text.toLowerCase().split(/\s+/);
  return parts.every((part) => lower.includes(part));
}

function toOption({ value, hint }: Choice): HTMLElement {
  const option = createElement("div", { role: "option" }, createElement("span", {}, value));
  option.dataset.value = value;
  if (hint) option.append(createElement("span", { className: "hint" }, hint));
  return option;
}
