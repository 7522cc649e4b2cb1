import { formatCount, formatMilliseconds } from "../../plot/format.js";
import type { TrickleCall } from "./trickle.js";

/** Whether it got an answer of the function it went to: any, except the host's and the network's refusals. */
export function isAnswered({ status, failure }: TrickleCall): boolean {
  return failure === undefined && status !== undefined && status < 500 && status !== 404;
}

/** `40 calls: all answered, slowest 63.1 ms`, or which failed and how. */
export function describeOutcome(calls: readonly TrickleCall[]): string {
  const ended = calls.filter(({ end }) => end !== undefined);
  const failed = ended.filter((call) => !isAnswered(call));
  const slowest = Math.max(0, ...ended.map(({ start, end = start }) => end - start));
  const verdict = failed.length === 0 ? "all answered" : `${failed.length} failed (${listCauses(failed)})`;
  return `${formatCount(ended.length, "call")}: ${verdict}, slowest ${formatMilliseconds(slowest)}.`;
}

function listCauses(failed: readonly TrickleCall[]): string {
  const causes = failed.map(({ status, failure }) => failure ?? `status ${status}`);
  return [...new Set(causes)].join(", ");
}
