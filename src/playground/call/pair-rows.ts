import { createElement } from "../dom.js";
import { activateCombobox } from "./combobox.js";
import type { Field } from "./request.js";

/** What rows of names and values are for. */
export interface PairOptions {
  /** What one is called: `Header`, `Field`. */
  readonly what: string;
  readonly names?: readonly string[];
  /** By the name in lower case. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Whether a value may be a file. */
  readonly hasFiles?: boolean;
  onChange(): void;
}

let count = 0;

/** Names with values, one a line; there is always an empty line at the end. */
export class PairRows {
  readonly element = createElement("div", { className: "pairs" });
  readonly #options: PairOptions;
  /** Files that were chosen or came with the request. */
  readonly #files = new WeakMap<HTMLElement, File>();

  constructor(options: PairOptions) {
    this.#options = options;
    this.element.addEventListener("input", () => this.#onInput());
    this.set([]);
  }

  get(): Field[] {
    return this.#rows.flatMap((row) => {
      const [name, value] = toInputs(row);
      const field = { name: name.value.trim(), value: this.#files.get(row) ?? value.value };
      return field.name === "" ? [] : [field];
    });
  }

  set(fields: readonly Field[]): void {
    this.element.replaceChildren(...[...fields, { name: "", value: "" }].map((field) => this.#toRow(field)));
  }

  get #rows(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>(".pair")];
  }

  #onInput(): void {
    const last = this.#rows.at(-1);
    if (!last || toInputs(last).some(({ value }) => value !== ""))
      this.element.append(this.#toRow({ name: "", value: "" }));
    this.#options.onChange();
  }

  #toRow({ name, value }: Field): HTMLElement {
    const { what } = this.#options;
    const row = createElement("div", { className: "pair" });
    const names = this.#toField(`${what} name`, name, () => this.#options.names ?? []);
    const [nameInput] = names.querySelectorAll("input");
    const toValues = () => this.#options.values?.[nameInput?.value.trim().toLowerCase() ?? ""] ?? [];
    const values = this.#toField(`${what} value`, typeof value === "string" ? value : "", toValues);
    row.append(names, values);
    if (this.#options.hasFiles) row.append(this.#toFileButton(row));
    row.append(this.#toRemoveButton(row));
    if (typeof value !== "string") this.#setFile(row, value);
    return row;
  }

  #toField(label: string, value: string, toChoices: () => readonly string[]): HTMLElement {
    const input = createElement("input", {
      value,
      ariaLabel: label,
      placeholder: label.replace(/^\w+ /, ""),
      spellcheck: false,
    });
    input.autocomplete = "off";
    const list = createElement("div", {
      className: "options",
      role: "listbox",
      ariaLabel: label,
      popover: "manual",
      id: `pair-${++count}`,
    });
    activateCombobox(input, list, () => toChoices().map((choice) => ({ value: choice })));
    return createElement("div", { className: "combobox" }, input, list);
  }

  #toRemoveButton(row: HTMLElement): HTMLElement {
    const label = `Remove this ${this.#options.what.toLowerCase()}`;
    const button = createElement(
      "button",
      { type: "button", className: "icon", ariaLabel: label, title: label },
      "×",
    );
    button.addEventListener("click", () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      this.#onInput();
      (next?.isConnected ? next : this.#rows.at(-1))?.querySelector("input")?.focus();
    });
    return button;
  }

  #toFileButton(row: HTMLElement): HTMLElement {
    const input = createElement("input", { type: "file", hidden: true });
    const button = createElement("button", { type: "button" }, "File…");
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (file) this.#setFile(row, file);
      this.#onInput();
    });
    return createElement("span", { className: "file" }, button, input);
  }

  #setFile(row: HTMLElement, file: File): void {
    this.#files.set(row, file);
    const [, value] = toInputs(row);
    value.value = file.name;
    value.readOnly = true;
  }
}

/** Of name and value. */
function toInputs(row: HTMLElement): [HTMLInputElement, HTMLInputElement] {
  const [name, value] = row.querySelectorAll<HTMLInputElement>(".combobox > input");
  if (!name || !value) throw new Error("A row has a name and a value");
  return [name, value];
}
