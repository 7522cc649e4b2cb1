import { createElement } from "../dom.js";

/** A label and a list to choose one of. */
export class Choices {
  readonly element: HTMLElement;
  readonly #select = createElement("select");
  #shown = "";

  /** @param onChange told of the value chosen */
  constructor(label: string, onChange: (value: string) => void) {
    this.#select.ariaLabel = label;
    this.#select.addEventListener("change", () => onChange(this.#select.value));
    this.element = this.#select;
  }

  get value(): string {
    return this.#select.value;
  }

  /** @param value of one that is offered */
  choose(value: string): void {
    this.#select.value = value;
  }

  /** Offers these; what was chosen stays chosen as long as it is among them. @param options value and text */
  offer(options: readonly (readonly [value: string, text: string])[]): void {
    const text = JSON.stringify(options);
    if (text === this.#shown) return;
    this.#shown = text;
    const { value } = this.#select;
    this.#select.replaceChildren(
      ...options.map(([value, text]) => createElement("option", { value, textContent: text })),
    );
    this.#select.value = options.some(([one]) => one === value) ? value : (options[0]?.[0] ?? "");
  }
}
