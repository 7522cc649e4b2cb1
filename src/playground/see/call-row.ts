import { createElement } from "../dom.js";
import { formatMilliseconds } from "../plot/format.js";
import { nameCall, type SeenCall } from "./seen-call.js";
import type { Segment } from "./segments.js";
import { createBar } from "./waterfall.js";

/** What a row tells of a call beyond the call. */
export interface CallRow {
  readonly seen: SeenCall;
  readonly base: string;
  readonly segments: readonly Segment[];
  /** Milliseconds that a bar of the whole width stands for. */
  readonly scale: number;
}

/** Fills a row: status, method, function, time, and a bar of where it went. */
export function fillCallRow(element: HTMLElement, { seen, base, segments, scale }: CallRow): void {
  const { method, start, end } = seen.call;
  const state = describeState(seen);
  const time = end === undefined ? "…" : formatMilliseconds(end - start);
  element.dataset.kind = state.kind;
  element.replaceChildren(
    createElement("span", { className: "call-status" }, state.text),
    createElement("span", { className: "call-method" }, method),
    createElement("span", { className: "what" }, nameCall(seen, base)),
    createElement("span", { className: "time" }, time),
    createBar(segments, scale),
  );
}

/** The word of a call's end and its colour: the status' first digit, `failed` or `open`. */
export function describeState({ call }: SeenCall): { readonly kind: string; readonly text: string } {
  if (call.failure !== undefined && call.status === undefined) return { kind: "failed", text: "failed" };
  if (call.status === undefined) return { kind: "open", text: "…" };
  return {
    kind: call.failure === undefined ? (String(call.status)[0] ?? "") : "failed",
    text: String(call.status),
  };
}
