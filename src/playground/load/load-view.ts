import "./load.css";
import { createElement } from "../dom.js";
import { createNumbersTable, createTableSide } from "../plot/numbers-table.js";
import { Plots } from "../plot/plots.js";
import { toRepaint, type View } from "../see/repaint.js";
import type { Wiring } from "../wiring.js";
import { ask } from "./ask.js";
import { LoadForm } from "./load-form.js";
import type { LoadPlan } from "./load-plan.js";
import { LoadRun } from "./load-run.js";
import { describeProgress, listFigures, toEndingsTable } from "./load-summary.js";

/** Milliseconds between two paintings: they compete with the handlers, which run on the same thread. */
const EVERY = 500;

/** A load test of the request in the form, run by this page. */
export class LoadView implements View {
  readonly #wiring: Wiring;
  readonly #form: LoadForm;
  readonly #target = createElement("p", { className: "hint target" });
  readonly #progress = createElement("progress", { max: 1, value: 0, ariaLabel: "Progress", hidden: true });
  readonly #state = createElement("p", { className: "load-state", role: "status" });
  readonly #figures = createElement("dl", { className: "figures" });
  readonly #plots = new Plots(false);
  readonly #table = createTableSide();
  readonly #repaint: () => void;
  #run: LoadRun | undefined;

  constructor(panel: HTMLElement, wiring: Wiring) {
    this.#wiring = wiring;
    this.#repaint = toRepaint(panel, () => this.paint(), EVERY);
    this.#form = new LoadForm({ onStart: (plan) => this.#start(plan), onCancel: () => this.#run?.cancel() });
    const state = createElement(
      "div",
      { className: "load-progress" },
      this.#target,
      this.#progress,
      this.#state,
    );
    const head = createElement("div", { className: "load-head" }, this.#form.element, state, this.#figures);
    panel.append(head, this.#plots.element, this.#table);
    this.#target.textContent = "The request in the form, as often as you say, by this page.";
    this.#plots.show([]);
  }

  paint(): void {
    const run = this.#run;
    if (!run) return;
    this.#progress.hidden = run.end !== undefined;
    this.#progress.value = run.samples.length / run.plan.calls;
    this.#state.textContent = describeProgress(run, now());
    this.#figures.replaceChildren(
      ...listFigures(run).map(({ title, value }) =>
        createElement("div", {}, createElement("dt", {}, title), createElement("dd", {}, value)),
      ),
    );
    const isShown = this.#plots.show(run.samples, { since: run.start });
    this.#table.replaceChildren(...(isShown ? [createNumbersTable(toEndingsTable(run))] : []));
  }

  async #start(plan: LoadPlan): Promise<void> {
    const request = this.#wiring.readRequest();
    if (!request) return this.#form.showProblem("The request in the form cannot be sent; correct it first.");
    const run = new LoadRun(plan, {
      ...{ now, onProgress: this.#repaint },
      ask: (signal) => ask(request, signal),
    });
    this.#run = run;
    this.#target.textContent = `${request.method} ${request.url.replace(location.origin, "")}`;
    this.#form.setRunning(true);
    this.paint();
    await run.run();
    this.#form.setRunning(false);
    this.paint();
    return undefined;
  }
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
