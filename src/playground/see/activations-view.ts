import type { Activation } from "../../index.js";
import { createElement } from "../dom.js";
import { formatCount, formatMilliseconds, formatTime } from "../plot/format.js";
import { ActivationDetails } from "./activation-details.js";
import { filterActivations, listNames } from "./activation-filter.js";
import { Choices } from "./choices.js";
import { toGlimpse } from "./glimpse.js";
import { MOST_RECORDS, type Observations } from "./observations.js";
import { PickList } from "./pick-list.js";
import { toRepaint, type View } from "./repaint.js";
import { nameActivation } from "./seen-call.js";

/** The records of the workspace as they come, with their logs; which ones is the reader's choice. */
export class ActivationsView implements View {
  readonly #observations: Observations;
  readonly #status = new Choices("Status", () => this.paint());
  readonly #name = new Choices("Function", () => this.paint());
  readonly #text = createElement("input", {
    type: "search",
    placeholder: "Search",
    ariaLabel: "Search in records",
  });
  readonly #count = createElement("p", { className: "hint record-count", role: "status" });
  readonly #empty = createElement("p", { className: "empty" });
  readonly #list: PickList<Activation>;

  constructor(panel: HTMLElement, observations: Observations) {
    this.#observations = observations;
    const details = new ActivationDetails();
    this.#list = new PickList<Activation>({
      className: "record-list",
      label: "Records of the workspace, newest first",
      toKey: ({ activationId }) => activationId,
      fill: fillRow,
      onPick: (activation) => details.show(activation),
    });
    this.#status.offer([
      ["", "Any status"],
      ["success", "Success"],
      ["error", "Errors"],
    ]);
    this.#text.addEventListener("input", () => this.paint());
    const clear = createElement("button", { type: "button", className: "quiet" }, "Clear");
    clear.addEventListener("click", () => observations.clearActivations());
    const filter = createElement("div", { className: "filter", role: "search", ariaLabel: "Records" });
    filter.append(this.#text, this.#status.element, this.#name.element, this.#count, clear);
    const side = createElement("div", { className: "list-side" }, filter, this.#list.element, this.#empty);
    panel.append(createElement("div", { className: "split list-first" }, side, details.element));
    observations.onChange(toRepaint(panel, () => this.paint()));
  }

  /** Shows this record, whatever was filtered. */
  pick(id: string): void {
    this.#text.value = "";
    this.#status.choose("");
    this.#name.choose("");
    this.paint();
    this.#list.pick(id);
  }

  paint(): void {
    const { activations } = this.#observations;
    this.#name.offer([["", "Any function"], ...listNames(activations).map((name) => [name, name] as const)]);
    const shown = filterActivations(activations, {
      status: this.#status.value as "" | "success" | "error", // the values offered
      name: this.#name.value,
      text: this.#text.value,
    });
    this.#list.show(shown);
    this.#list.element.hidden = shown.length === 0;
    this.#empty.hidden = shown.length > 0;
    this.#empty.textContent =
      activations.length > 0
        ? "No record is like that."
        : "Every call of a function leaves a record here, with its logs.";
    this.#count.textContent = describeCount(shown.length, activations.length);
  }
}

function describeCount(shown: number, all: number): string {
  const bound = all === MOST_RECORDS ? ", older ones are left out" : "";
  return shown === all
    ? `${formatCount(all, "record")}${bound}`
    : `${shown} of ${formatCount(all, "record")}${bound}`;
}

function fillRow(element: HTMLElement, activation: Activation): void {
  const { start, duration, logs, response, statusCode } = activation;
  element.dataset.status = String(statusCode);
  const what = createElement("span", { className: "what" }, nameActivation(activation));
  element.replaceChildren(
    createElement("span", { className: "mark", title: response.status }, createUnseen(response.status)),
    createElement("span", { className: "clock" }, formatTime(start)),
    what,
    createElement("span", { className: "glimpse" }, toGlimpse(activation)),
    createElement("span", { className: "lines" }, logs.length > 0 ? formatCount(logs.length, "line") : ""),
    createElement("span", { className: "time" }, formatMilliseconds(duration).replace(".0 ", " ")),
  );
}

/** For those who do not see the mark. */
function createUnseen(text: string): HTMLElement {
  return createElement("span", { className: "unseen" }, text);
}
