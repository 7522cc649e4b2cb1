import { type Entry, type Kind, type Outcome, type Run, toRunKey } from "./entry.js";
import type { Happening, Timeline } from "./timeline.js";

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
  /** After a boot's start, in which a request may be an earlier boot's. */
  early: 1_000,
  /** Between a provider's end and the worker's notice of it. */
  notice: 500,
};

/** Milliseconds that two processes' clocks may differ. */
const CLOCKS = 20;

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
  return [
    ...perRequest,
    ...findOldAnswers(requests, timeline),
    ...findSurplusRuns(requests, records, timeline),
  ];
}

function findWrongEnd(request: Request, records: Records, timeline: Timeline): string[] {
  const [end, ...more] = request.ends;
  if (!end) return isLeft(request, timeline) ? [] : ["has no outcome"];
  if (more.length > 0) return [`has ${request.ends.length} outcomes`];
  if (end.status === 200)
    return end.run?.key === toRunKey(request.key, request.kind) ? [] : [`got the answer of ${end.run?.key}`];
  const unexcused = findUnexcused(request, end, { records, timeline });
  return unexcused ? [`got ${end.status} ${end.code}, ${unexcused}`] : [];
}

/** The caller went; or Chromium left its `fetch` pending: seen when a page's process, which the worker may share, crashed. */
function isLeft({ caller, sentAt, wait }: Request, timeline: Timeline): boolean {
  const until = sentAt + wait + LIMITS.notice;
  return (
    timeline.goneAt(caller) !== undefined ||
    timeline.between(sentAt, until).some(({ how }) => how === "crash")
  );
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
        : timeline.ends(from, at).length > 0 || timeline.wasFrozen(from, at) || isUncertain(from, timeline);
      return isExcused ? undefined : "although no provider ended or stood still";
    }
    case "504 deadline-exceeded":
      return timeline.wasFrozen(from, at) || timeline.ends(from, at).length > 0
        ? undefined
        : "although no provider stood still";
    case `0 ${code}`:
      return isLostByBrowser(code, timeline.restarts(from, at))
        ? undefined
        : "although at most one worker was killed";
    default:
      return "which is no documented outcome";
  }
}

/** A page ended before it could tell the boot that had just begun what it ran: unsafe requests of its first second are refused. */
function isUncertain(from: number, timeline: Timeline): boolean {
  return (
    timeline.restarts(from - LIMITS.early, from + LIMITS.early).length > 0 &&
    timeline.ends(from - LIMITS.early, from + LIMITS.early).length > 0
  );
}

/**
 * Chromium dispatches a request to a second worker, but to no third, to none when the process crashes that the worker shares
 * with some page, and to none when only the body of an answer is missing.
 */
function isLostByBrowser(code: string, restarts: readonly Happening[]): boolean {
  if (code.startsWith("body")) return restarts.length > 0;
  return restarts.length > 1 || restarts.some(({ how }) => how === "crash");
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

/**
 * A POST runs once, unless its provider ended, or was frozen, together with the worker, so that the next boot could not hear of it; a GET
 * again where another provider takes over from one that ended, or that a restart lost sight of.
 */
function findRepeated(request: Request, records: Records, timeline: Timeline): string[] {
  if (request.kind !== "get" && request.kind !== "post") return [];
  const runs = [...records.runsOf(request)].sort((a, b) => a.at - b.at);
  const where = runs.map(({ provider, at }) => `${provider} after ${Math.round(at - request.sentAt)} ms`);
  return runs.slice(1).flatMap((run, i) => {
    const before = runs[i];
    if (!before) return [];
    if (before.provider === run.provider) return [`ran again at the same provider: ${where.join(", ")}`];
    const restarts = timeline.restarts(request.sentAt - LIMITS.notice, run.at);
    const gone = [before, run].map(
      ({ provider }) => timeline.leftAfter(provider, request.sentAt - CLOCKS) ?? Number.POSITIVE_INFINITY,
    );
    const isExcused =
      request.kind === "post"
        ? restarts.some(({ at }) => (gone[0] ?? 0) <= Math.min(at + LIMITS.notice, run.at))
        : restarts.length > 0 || gone.some((at) => at <= run.at + LIMITS.notice);
    return isExcused ? [] : [`ran again although ${before.provider} was there: ${where.join(", ")}`];
  });
}

/** A poll is answered by a run of its own, later than any before. */
function findOldAnswers(requests: readonly Request[], timeline: Timeline): Violation[] {
  return findOld(requests).flatMap(({ request: { key, sentAt }, run, previous }) => {
    const what = `got an answer made ${Math.round(sentAt - run.at)} ms before it was sent`;
    return isUnacknowledged({ run, previous, sentAt }, timeline) ? [] : [{ key, what }];
  });
}

interface OldAnswer {
  readonly request: Request;
  readonly run: Run;
  /** The poll before. */
  readonly previous: Request | undefined;
}

function findOld(requests: readonly Request[]): OldAnswer[] {
  const found: OldAnswer[] = [];
  const last = new Map<string, Request>();
  for (const request of requests) {
    if (!request.kind.startsWith("poll")) continue;
    const place = toRunKey(request.key, request.kind);
    const run = request.ends[0]?.run;
    if (run && run.at < request.sentAt - CLOCKS) found.push({ request, run, previous: last.get(place) });
    last.set(place, request);
  }
  return found;
}

/** The worker ended after it had handed the previous poll's answer over and before it could say so: nobody can tell. */
function isUnacknowledged(
  { run, previous, sentAt }: { run: Run; previous: Request | undefined; sentAt: number },
  timeline: Timeline,
): boolean {
  return (
    previous !== undefined &&
    run.at >= previous.sentAt - CLOCKS &&
    timeline.restarts(run.at - LIMITS.notice, sentAt).length > 0
  );
}

/** Polls that got the answer of the one before, as they may. */
export function countUnacknowledged(records: Records, timeline: Timeline): number {
  return findOld([...records.requests.values()]).filter(({ request: { sentAt }, run, previous }) =>
    isUnacknowledged({ run, previous, sentAt }, timeline),
  ).length;
}

/** Equal POSTs run as often as they were sent, or less. What both ends together can double is counted for POSTs with keys. */
function findSurplusRuns(requests: readonly Request[], records: Records, timeline: Timeline): Violation[] {
  const sent = new Map<string, number>();
  for (const { key, kind } of requests)
    if (kind === "poll-post") sent.set(toRunKey(key, kind), (sent.get(toRunKey(key, kind)) ?? 0) + 1);
  return [...sent].flatMap(([key, count]) => {
    const runs = records.runs.get(key) ?? [];
    const lost = runs.filter(({ provider, at }) => isLost(provider, at, timeline)).length;
    return runs.length > count + lost
      ? [{ key, what: `was sent ${count} times and ran ${runs.length} times` }]
      : [];
  });
}

/** Its provider and the worker ended together soon after the run began. */
function isLost(provider: string, at: number, timeline: Timeline): boolean {
  const gone = timeline.leftAfter(provider, at) ?? Number.POSITIVE_INFINITY;
  return timeline.restarts(at, at + 2_000).some((restart) => gone <= restart.at + LIMITS.notice);
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
