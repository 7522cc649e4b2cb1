import { createElement } from "../dom.js";
import { formatMilliseconds, formatTime } from "../plot/format.js";
import { type CallRow, describeState } from "./call-row.js";
import { FlowDiagram } from "./flow-diagram.js";
import { nameCall, type SeenCall } from "./seen-call.js";
import { createSegmentTable } from "./waterfall.js";

/** The way of one call: drawn, in numbers, and what else is known of it. */
export class CallDetails {
  readonly element = createElement("section", { className: "call-details", hidden: true });
  readonly #onRecord: (id: string) => void;
  readonly #title = createElement("h3");
  readonly #facts = createElement("p", { className: "hint facts" });
  readonly #diagram = new FlowDiagram();
  readonly #numbers = createElement("div", { className: "numbers" });
  readonly #replay = createElement("button", { type: "button", className: "quiet motion" }, "Replay");
  readonly #record = createElement("button", { type: "button", className: "quiet" }, "Record");
  #shown: CallRow | undefined;
  #played: string | undefined;

  /** @param onRecord gets the activation id of the shown call when the reader asks for its record */
  constructor(onRecord: (id: string) => void) {
    this.#onRecord = onRecord;
    this.element.ariaLabel = "The picked call";
    this.#replay.addEventListener("click", () => this.#diagram.play());
    this.#record.addEventListener("click", () => this.#openRecord());
    const head = createElement("header", { className: "list-head" }, this.#title, this.#replay, this.#record);
    const body = createElement("div", { className: "way" }, this.#diagram.element, this.#numbers);
    this.element.append(head, body, this.#facts);
  }

  show(row: CallRow | undefined): void {
    this.element.hidden = row === undefined;
    if (!row || row === this.#shown) return;
    this.#shown = row;
    const { seen, segments } = row;
    const { text } = describeState(seen);
    this.#title.textContent = `${seen.call.method} ${nameCall(seen, row.base)} ${text}`;
    this.#record.hidden = !seen.activation;
    this.#replay.disabled = segments.length === 0;
    this.#numbers.replaceChildren(
      segments.length > 0 ? createSegmentTable(segments, seen.call.end !== undefined) : toWaiting(seen),
    );
    this.#facts.replaceChildren(...this.#listFacts(seen).map((fact) => createElement("span", {}, fact)));
    this.#draw(row);
  }

  /** Plays a call once more when more of its way is known. */
  #draw({ seen, segments }: CallRow): void {
    if (segments.length === 0) return this.#diagram.showWaiting(seen.report ? 1 : 0);
    this.#diagram.show(segments);
    const state = `${seen.call.id}/${segments.length}`;
    if (state !== this.#played) this.#diagram.play();
    this.#played = state;
    return undefined;
  }

  #listFacts({ call, report, activation }: SeenCall): string[] {
    const began = performance.timeOrigin + call.start;
    const isCold = report !== undefined && report.started > began;
    const age = report ? Math.max(0, began - report.started) : 0;
    return [
      `began ${formatTime(began)}`,
      ...(isCold ? ["the worker was started for it"] : []),
      ...(report && !isCold ? [`the worker had run for ${formatMilliseconds(age)}`] : []),
      ...(call.answered !== undefined && call.end === undefined ? ["its body still comes"] : []),
      ...(call.failure === undefined ? [] : [call.failure]),
      ...(activation ? ["≈ from the record, which counts whole milliseconds"] : []),
      ...(!activation && call.end !== undefined
        ? ["no record: no function ran, or it is not written yet"]
        : []),
    ];
  }

  #openRecord(): void {
    const id = this.#shown?.seen.activation?.activationId;
    if (id !== undefined) this.#onRecord(id);
  }
}

function toWaiting({ report }: SeenCall): HTMLElement {
  const where = report ? "The worker has it, or the provider." : "It is on its way to the worker.";
  return createElement("p", { className: "empty" }, `Under way. ${where}`);
}
