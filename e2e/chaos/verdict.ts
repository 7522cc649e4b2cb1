import { type Entry, type Kind, type Outcome, type Run, toRunKey } from "./entry.js";
import type { Timeline } from "./timeline.js";

/** A promise of docs/lifecycle.md that was not kept. */
export interface Violation {
  readonly key: string;
  readonly what: string;
}

export interface Request {
  readonly key: string;
  readonly kind: Kind;
  readonly caller: string;
  /** Milliseconds that the handler takes. */
  readonly wait: number;
  readonly sentAt: number;
  readonly ends: (Outcome & { readonly at: number })[];
}

/** Milliseconds. */
export const LIMITS = {
  /** `config.timeout` of the service. */
  timeout: 4_000,
  /** Recovery after a restart (docs/lifecycle.md). */
  patience: 5_000,
  /** For a loaded machine. */
  slack: 3_000,
  /** Between a provider's end and the worker's notice of it, and what lies between two processes' clocks. */
  notice: 500,
};

export class Records {
  readonly requests = new Map<string, Request>();
  /** By what {@link toRunKey} makes of a request's key. */
  readonly runs = new Map<string, Run[]>();

  add(entries: readonly Entry[]): void {
    for (const entry of entries) this.#add(entry);
  }

  #add(entry: Entry): void {
    if (entry.type === "run") {
      const { key } = entry.run;
      this.runs.set(key, [...(this.runs.get(key) ?? []), entry.run]);
    } else if (entry.type === "sent") {
      const { key, kind, wait, at } = entry;
      const [caller = ""] = key.split("/");
      this.requests.set(key, { key, kind, caller, wait, sentAt: at, ends: [] });
    } else this.requests.get(entry.key)?.ends.push(entry);
  }

  runsOf({ key, kind }: Request): readonly Run[] {
    return this.runs.get(toRunKey(key, kind)) ?? [];
  }
}

export function findViolations(records: Records, timeline: Timeline): Violation[] {
  const requests = [...records.requests.values()];
  const perRequest = requests.flatMap((request) => {
    const found = [
      ...findWrongEnd(request, records, timeline),
      ...findLate(request, timeline),
      ...findRepeated(request, records, timeline),
    ];
    return found.map((what) => ({ key: request.key, what }));
  });
  return [...perRequest, ...findOldAnswers(requests), ...findSurplusRuns(requests, records)];
}

function findWrongEnd(request: Request, records: Records, timeline: Timeline): string[] {
  const [end, ...more] = request.ends;
  if (!end) return timeline.goneAt(request.caller) === undefined ? ["has no outcome"] : [];
  if (more.length > 0) return [`has ${request.ends.length} outcomes`];
  if (end.status === 200)
    return end.run?.key === toRunKey(request.key, request.kind) ? [] : [`got the answer of ${end.run?.key}`];
  const unexcused = findUnexcused(request, end, { records, timeline });
  return unexcused ? [`got ${end.status} ${end.code}, ${unexcused}`] : [];
}

/** Why an outcome other than an answer should not have been. */
function findUnexcused(
  request: Request,
  { status, code, at }: Outcome & { at: number },
  { records, timeline }: { records: Records; timeline: Timeline },
): string | undefined {
  const from = request.sentAt - LIMITS.notice;
  const isSafe = request.kind === "get" || request.kind === "poll-get";
  const left = timeline.goneAt(request.caller);
  if (left !== undefined && left <= at + LIMITS.notice) return undefined;
  switch (`${status} ${code}`) {
    case "404 service-not-found":
    case "404 workspace-not-found":
      return timeline.wasUp(from, at) ? "although a provider was there all the time" : undefined;
    case "503 provider-gone": {
      if (isSafe && timeline.wasUp(from, at)) return "although another provider was there all the time";
      const ran = isSafe ? undefined : records.runs.get(request.key)?.[0]?.provider;
      const isExcused = ran
        ? (timeline.goneAt(ran) ?? Number.POSITIVE_INFINITY) <= at || timeline.wasFrozen(from, at)
        : timeline.ends(from, at).length > 0 || timeline.wasFrozen(from, at);
      return isExcused ? undefined : "although no provider ended or stood still";
    }
    case "504 deadline-exceeded":
      return timeline.wasFrozen(from, at) || timeline.ends(from, at).length > 0
        ? undefined
        : "although no provider stood still";
    case `0 ${code}`:
      // Chromium dispatches a request to a second worker, but to no third.
      return timeline.restarts(from, at).length > 1 ? undefined : "although at most one worker ended";
    default:
      return "which is no documented outcome";
  }
}

/** Every restart begins the recovery anew, every end of a provider the call. */
function findLate({ sentAt, wait, ends: [end] }: Request, timeline: Timeline): string[] {
  if (!end) return [];
  const took = end.at - sentAt;
  if (took <= wait + LIMITS.slack) return [];
  const restarts = timeline.restarts(sentAt - LIMITS.notice, end.at);
  const isQuiet = restarts.length === 0 && !timeline.wasFrozen(sentAt - LIMITS.notice, end.at);
  const from = Math.max(sentAt, ...restarts.filter(({ what }) => what === "kill").map(({ at }) => at));
  const calls = 1 + timeline.ends(from, end.at).length;
  const limit = isQuiet ? wait : from - sentAt + LIMITS.patience + calls * LIMITS.timeout;
  return took > limit + LIMITS.slack
    ? [`took ${Math.round(took)} ms, more than ${Math.round(limit)} ms`]
    : [];
}

/** A POST runs once; a GET again where another provider takes over from one that ended, or that a restart lost sight of. */
function findRepeated(request: Request, records: Records, timeline: Timeline): string[] {
  if (request.kind !== "get" && request.kind !== "post") return [];
  const runs = [...records.runsOf(request)].sort((a, b) => a.at - b.at);
  if (runs.length <= 1) return [];
  const where = runs.map(({ provider, at }) => `${provider} after ${Math.round(at - request.sentAt)} ms`);
  if (request.kind === "post") return [`ran ${runs.length} times: ${where.join(", ")}`];
  return runs.slice(1).flatMap((run, i) => {
    const before = runs[i];
    if (!before) return [];
    if (before.provider === run.provider) return [`ran again at the same provider: ${where.join(", ")}`];
    const isGone = (timeline.goneAt(before.provider) ?? Number.POSITIVE_INFINITY) <= run.at;
    const isRestarted = timeline.restarts(request.sentAt - LIMITS.notice, run.at).length > 0;
    return isGone || isRestarted
      ? []
      : [`ran again although ${before.provider} was there: ${where.join(", ")}`];
  });
}

/** A poll is answered by a run of its own, later than any before. */
function findOldAnswers(requests: readonly Request[]): Violation[] {
  const violations: Violation[] = [];
  const last = new Map<string, Run>();
  for (const { key, kind, sentAt, ends } of requests) {
    const run = ends[0]?.run;
    if (!run || !kind.startsWith("poll")) continue;
    if (run.at < sentAt - 20)
      violations.push({
        key,
        what: `got an answer made ${Math.round(sentAt - run.at)} ms before it was sent`,
      });
    const place = `${toRunKey(key, kind)} ${run.provider}`;
    const before = last.get(place);
    if (before && before.number >= run.number)
      violations.push({ key, what: `got answer ${run.number} of ${run.provider} after ${before.number}` });
    last.set(place, run);
  }
  return violations;
}

/** Equal POSTs run as often as they were sent, or less. */
function findSurplusRuns(requests: readonly Request[], records: Records): Violation[] {
  const sent = new Map<string, number>();
  for (const { key, kind } of requests)
    if (kind === "poll-post") sent.set(toRunKey(key, kind), (sent.get(toRunKey(key, kind)) ?? 0) + 1);
  return [...sent].flatMap(([key, count]) => {
    const runs = records.runs.get(key)?.length ?? 0;
    return runs > count ? [{ key, what: `was sent ${count} times and ran ${runs} times` }] : [];
  });
}

/** GETs that ran again, as they may. */
export function countMoved(records: Records): number {
  return [...records.requests.values()].filter(
    (request) => request.kind === "get" && records.runsOf(request).length > 1,
  ).length;
}

/** Everything known about a request, in order of time. */
export function toHistory(key: string, records: Records, timeline: Timeline): string[] {
  const request = records.requests.get(key);
  const runs = request ? records.runsOf(request) : (records.runs.get(key) ?? []);
  const from = (request?.sentAt ?? runs[0]?.at ?? 0) - 2_000;
  const to = (request?.ends[0]?.at ?? from + 10_000) + 500;
  const start = from + 2_000;
  const lines: [number, string][] = timeline
    .between(from, to)
    .map(({ at, what, who, how }) => [at, `${what} ${who}: ${how}`]);
  if (request) lines.push([request.sentAt, `sent ${request.kind}, the handler takes ${request.wait} ms`]);
  for (const run of runs)
    if (run.at >= from && run.at <= to) lines.push([run.at, `run ${run.number} at ${run.provider}`]);
  for (const { at, status, code, run } of request?.ends ?? [])
    lines.push([at, `outcome ${status} ${code}${run ? `run ${run.number} at ${run.provider}` : ""}`]);
  return lines
    .sort(([a], [b]) => a - b)
    .map(([at, text]) => `${`${Math.round(at - start)}`.padStart(8)} ms  ${text}`);
}
