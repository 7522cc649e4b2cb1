import { createElement } from "../dom.js";
import { summarizeByFunction } from "../plot/by-function.js";
import { createNumbersTable, createTableSide } from "../plot/numbers-table.js";
import { Plots } from "../plot/plots.js";
import type { Sample } from "../plot/sample.js";
import { Choices } from "./choices.js";
import type { Observations } from "./observations.js";
import { toRepaint, type View } from "./repaint.js";

/** Milliseconds between two paintings: plots are dearer than lists. */
const EVERY = 400;

/** How long calls take: all together and by function. */
export class LatencyView implements View {
  readonly #observations: Observations;
  readonly #source = new Choices("What is measured", () => this.paint());
  readonly #name = new Choices("Function", () => this.paint());
  readonly #plots = new Plots(true);
  readonly #table = createTableSide();
  readonly #empty = createElement("p", { className: "empty" });

  constructor(panel: HTMLElement, observations: Observations) {
    this.#observations = observations;
    this.#source.offer([
      ["calls", "Calls of this page, as it waits for them"],
      ["records", "Calls of all pages, the handler alone"],
    ]);
    const clear = createElement("button", { type: "button", className: "quiet" }, "Clear");
    clear.addEventListener("click", () => observations.clearSamples());
    const filter = createElement(
      "div",
      { className: "filter" },
      this.#source.element,
      this.#name.element,
      clear,
    );
    panel.append(filter, this.#empty, this.#plots.element, this.#table);
    observations.onChange(toRepaint(panel, () => this.paint(), EVERY));
  }

  paint(): void {
    const { callSamples, recordSamples } = this.#observations;
    const isOfRecords = this.#source.value === "records";
    const all = isOfRecords ? recordSamples : callSamples;
    const names = [...new Set(all.map(({ name }) => name))].sort();
    this.#name.offer([["", "All functions"], ...names.map((name) => [name, name] as const)]);
    const { value } = this.#name;
    const samples = value === "" ? all : all.filter(({ name }) => name === value);
    // Records count whole milliseconds.
    const isShown = this.#plots.show(samples, { resolution: isOfRecords ? 1 : 0.1 });
    this.#empty.hidden = isShown;
    this.#empty.textContent = isOfRecords
      ? "No function was called since this page is open."
      : "Send some requests.";
    this.#table.replaceChildren(...(isShown ? [createTable(samples)] : []));
  }
}

function createTable(samples: readonly Sample[]): HTMLElement {
  return createNumbersTable({
    caption: "By function",
    columns: ["Function", "Calls", "Failed", "p50 ms", "p95 ms", "p99 ms", "Slowest ms"],
    rows: summarizeByFunction(samples).map(({ name, count, failures, p50, p95, p99, most }) => [
      name,
      count.toLocaleString("en"),
      failures.toLocaleString("en"),
      ...[p50, p95, p99, most].map((milliseconds) => milliseconds.toFixed(1)),
    ]),
  });
}
