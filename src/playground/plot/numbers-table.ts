import { createElement } from "../dom.js";

/** A table of numbers; the first column names its row. */
export interface NumbersTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Where tables stand: it scrolls sideways when one is too wide, by the arrow keys, too. */
export function createTableSide(): HTMLElement {
  return createElement("div", { className: "table-side", role: "group", ariaLabel: "Numbers", tabIndex: 0 });
}

export function createNumbersTable({ caption, columns, rows }: NumbersTable): HTMLElement {
  const head = createElement(
    "tr",
    {},
    ...columns.map((column) => createElement("th", { scope: "col" }, column)),
  );
  const body = rows.map(([name = "", ...values]) =>
    createElement(
      "tr",
      {},
      createElement("th", { scope: "row" }, name),
      ...values.map((value) => createElement("td", {}, value)),
    ),
  );
  return createElement(
    "table",
    { className: "numbers-table" },
    createElement("caption", {}, caption),
    createElement("thead", {}, head),
    createElement("tbody", {}, ...body),
  );
}
