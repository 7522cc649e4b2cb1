import { createElement } from "../dom.js";
import { CallDetails } from "./call-details.js";
import { type CallRow, fillCallRow } from "./call-row.js";
import type { Observations } from "./observations.js";
import { PickList } from "./pick-list.js";
import { toRepaint, type View } from "./repaint.js";
import { toSegments } from "./segments.js";

/** The calls that this page made: a list, and the way of the picked one. */
export class CallsView implements View {
  readonly #observations: Observations;
  readonly #list: PickList<CallRow>;
  readonly #empty = createElement("p", { className: "empty" }, "Send a request: its way is drawn here.");
  readonly #details: CallDetails;
  #rows: readonly CallRow[] = [];

  /** @param onRecord told when the reader wants to see a call's record */
  constructor(panel: HTMLElement, observations: Observations, onRecord: (id: string) => void) {
    this.#observations = observations;
    this.#details = new CallDetails(onRecord);
    this.#list = new PickList<CallRow>({
      className: "call-list",
      label: "Calls of this page, newest first",
      toKey: ({ seen }) => seen.call.id,
      fill: fillCallRow,
      onPick: (row) => this.#details.show(row),
    });
    const clear = createElement("button", { type: "button", className: "quiet" }, "Clear");
    clear.addEventListener("click", () => observations.clearCalls());
    const head = createElement(
      "header",
      { className: "list-head" },
      createElement("h3", {}, "Calls of this page"),
      clear,
    );
    const side = createElement("div", { className: "list-side" }, head, this.#list.element, this.#empty);
    panel.append(createElement("div", { className: "split" }, this.#details.element, side));
    observations.onChange(toRepaint(panel, () => this.paint()));
  }

  paint(): void {
    const { calls, base } = this.#observations;
    const toPageTime = (epoch: number) => this.#observations.toPageTime(epoch);
    const known = new Map(this.#rows.map((row) => [row.seen, row]));
    const bare = calls.all.map((seen) => ({
      ...{ seen, base },
      segments: known.get(seen)?.segments ?? toSegments(seen, toPageTime),
    }));
    const scale = Math.max(1, ...bare.map(({ segments }) => segments.at(-1)?.to ?? 0));
    this.#rows = bare.map((row) => {
      const before = known.get(row.seen);
      return before?.scale === scale ? before : { ...row, scale };
    });
    this.#list.show(this.#rows);
    this.#empty.hidden = this.#rows.length > 0;
    this.#list.element.hidden = this.#rows.length === 0;
  }
}
