import type { Activation } from "../../index.js";
import { type CalledFunction, nameActivation, parseCallUrl, type SeenCall } from "./seen-call.js";
import type { WorkerReport } from "./worker-report.js";

/**
 * Nothing that a call carries comes back in its record: no id, no header. So they are put together by what they are about
 * and by time, the earliest call first. Of calls that run at the same time and ask for the same, one may get the times of
 * another; together they are right.
 */

/** How the clocks of worker and records relate to this page's. */
export interface Place {
  /** Absolute URL with a trailing slash, below which workspaces are. */
  readonly base: string;
  /** Turns epoch milliseconds into this page's clock. */
  toPageTime(epoch: number): number;
}

/** Milliseconds by which clocks may differ: records count whole ones, and browsers blur the others. */
const SLACK = 2;

/** Functions that answer at any path of their service. */
const ANY_PATH: readonly string[] = ["fetch", "serve", "index"];

/** The call that this report is about; one that has a report already is found by it alone. */
export function findReported(
  calls: readonly SeenCall[],
  report: WorkerReport,
  place: Place,
): SeenCall | undefined {
  const known = calls.find(
    ({ report: theirs }) => theirs?.started === report.started && theirs.number === report.number,
  );
  if (known) return known;
  const arrived = place.toPageTime(report.arrived);
  return findEarliest(
    calls,
    ({ call, report: theirs }) =>
      !theirs && call.method === report.method && call.url === report.url && isWithin(arrived, call),
  );
}

/** The call that this record is of; `undefined` for calls of other pages, and by other ways than HTTP. */
export function findRecorded(
  calls: readonly SeenCall[],
  activation: Activation,
  place: Place,
): SeenCall | undefined {
  const start = place.toPageTime(activation.start);
  return findEarliest(calls, ({ call, activation: theirs }) => {
    if (theirs || !isWithin(start, call)) return false;
    const called = parseCallUrl(call.url, place.base);
    return called !== undefined && isOf(activation, called);
  });
}

/** A handler begins before its call has an answer. */
function isWithin(time: number, { start, answered, end }: SeenCall["call"]): boolean {
  return time >= start - SLACK && time <= (answered ?? end ?? Number.POSITIVE_INFINITY) + SLACK;
}

function isOf(activation: Activation, { workspace, service, path }: CalledFunction): boolean {
  const [theirs, name] = nameActivation(activation).split("/");
  if (activation.namespace !== workspace || theirs !== service || name === undefined) return false;
  if (ANY_PATH.includes(name)) return true;
  const [first = ""] = path;
  const [root] = name.split(".");
  return first === root || first.split(".")[0] === root; // DigitalOcean's URLs may end with .json
}

function findEarliest(calls: readonly SeenCall[], fits: (call: SeenCall) => boolean): SeenCall | undefined {
  return calls
    .filter(fits)
    .reduce<SeenCall | undefined>(
      (earliest, one) => (earliest && earliest.call.start <= one.call.start ? earliest : one),
      undefined,
    );
}
