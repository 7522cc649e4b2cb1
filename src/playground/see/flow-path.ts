import type { Segment, SegmentName } from "./segments.js";

/** Who has the call, from above: the caller, the worker, the provider. */
export type Lane = 0 | 1 | 2;

/** A point of the drawing: milliseconds since the call began, and who has it then. */
export interface FlowPoint {
  readonly at: number;
  readonly lane: Lane;
}

/** A straight piece of the way. */
export interface FlowPiece {
  readonly name: SegmentName;
  readonly from: FlowPoint;
  readonly to: FlowPoint;
}

/** Who has the call at the end of each part. */
const ENDS: Readonly<Record<SegmentName, Lane>> = {
  "to-worker": 1,
  worker: 1,
  "to-provider": 2,
  handler: 2,
  "to-worker-again": 1,
  "worker-and-provider": 1,
  "to-caller": 0,
  body: 0,
  everywhere: 0,
};

/** The way of a call through the lanes. */
export function toFlowPieces(segments: readonly Segment[]): FlowPiece[] {
  let lane: Lane = 0;
  return segments.map(({ name, from, to }) => {
    const before = lane;
    lane = ENDS[name];
    return { name, from: { at: from, lane: before }, to: { at: to, lane } };
  });
}

/** At most five round numbers from 0 on, for an axis of this length. */
export function toTicks(length: number): number[] {
  if (!(length > 0)) return [0];
  const power = 10 ** Math.floor(Math.log10(length / 4));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= length / 4) ?? 10) * power;
  return Array.from({ length: Math.floor(length / step + 1e-9) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}
