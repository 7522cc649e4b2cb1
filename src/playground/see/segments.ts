import type { SeenCall } from "./seen-call.js";

/** A part of a call's way. */
export type SegmentName =
  | "to-worker"
  | "worker"
  | "to-provider"
  | "handler"
  | "to-worker-again"
  | "to-caller"
  | "body"
  /** Parts that nobody measured one by one. */
  | "worker-and-provider"
  | "everywhere";

/** Where a call's time went. Milliseconds since the call began. */
export interface Segment {
  readonly name: SegmentName;
  readonly from: number;
  readonly to: number;
  /** From a record, which counts whole milliseconds: both ends may be half of one off. */
  readonly isRounded: boolean;
}

/** Turns epoch milliseconds into the clock of the call. */
export type ToPageTime = (epoch: number) => number;

/** A moment on the way; it ends the part of that name. */
interface Moment {
  readonly name: SegmentName;
  /** On the page's clock. */
  readonly at: number;
  readonly isRounded: boolean;
}

/** The parts of a call that has its answer, one after the other without gaps; none before that. */
export function toSegments(seen: SeenCall, toPageTime: ToPageTime): Segment[] {
  const { start, answered, end } = seen.call;
  const head = answered ?? end;
  if (head === undefined) return [];
  const inside = toInside(seen, toPageTime).filter(isKnown);
  const moments: Moment[] = [
    ...inside.map((moment) => ({ ...moment, at: Math.min(moment.at, head) })),
    { name: inside.length > 0 ? "to-caller" : "everywhere", at: head, isRounded: false },
  ];
  if (answered !== undefined && end !== undefined) moments.push({ name: "body", at: end, isRounded: false });
  return join(moments, start);
}

type MaybeMoment = Omit<Moment, "at"> & { readonly at: number | undefined };

/** What lies between the call and its answer. */
function toInside({ call, report, activation }: SeenCall, toPageTime: ToPageTime): MaybeMoment[] {
  const exact = (name: SegmentName, at: number | undefined) => ({ name, at, isRounded: false });
  // Records drop fractions: half a millisecond in the mean.
  const rounded = (name: SegmentName, epoch: number) => ({
    ...{ name, at: toPageTime(epoch + 0.5) },
    isRounded: true,
  });
  const arrived = report ? toPageTime(report.arrived) : call.timing?.workerStart || undefined;
  const handled = report?.handled === undefined ? undefined : toPageTime(report.handled);
  if (!activation) return [exact("to-worker", arrived), exact("worker-and-provider", handled)];
  const wait = Number(activation.annotations.find(({ key }) => key === "waitTime")?.value ?? 0);
  return [
    exact("to-worker", arrived),
    rounded("worker", activation.start - wait),
    rounded("to-provider", activation.start),
    rounded("handler", activation.end),
    exact("to-worker-again", handled),
  ];
}

function isKnown(moment: MaybeMoment): moment is Moment {
  return moment.at !== undefined;
}

/** Rounded moments give way to the exact ones around them. */
function join(moments: readonly Moment[], start: number): Segment[] {
  const segments: Segment[] = [];
  let before = { at: start, isRounded: false };
  for (const [index, { name, at, isRounded }] of moments.entries()) {
    const next = moments.slice(index).find((moment) => !moment.isRounded);
    const to = Math.max(before.at, Math.min(at, next?.at ?? at));
    const isEither = isRounded || before.isRounded;
    segments.push({ name, from: before.at - start, to: to - start, isRounded: isEither });
    before = { at: to, isRounded };
  }
  return segments;
}
