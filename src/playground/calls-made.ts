/** A call that this page makes, as far as it is known. Times are milliseconds on the clock of `performance.now()`. */
export interface CallMade {
  readonly id: number;
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly start: number;
  /** When status and headers were there; `undefined` until then. */
  readonly answered: number | undefined;
  /** When the body had ended, or the call had failed or was cancelled; `undefined` until then. */
  readonly end: number | undefined;
  /** `undefined` until there is one. */
  readonly status: number | undefined;
  /** Bytes of the body so far. */
  readonly bytes: number;
  /** Why there is no whole answer; `undefined` when nothing went wrong. */
  readonly failure: string | undefined;
  /** What the browser measured, `workerStart` among it; comes some time after the end, or never. */
  readonly timing: PerformanceResourceTiming | undefined;
}

/** What becomes known of a call under way. */
export type CallNews = Partial<Omit<CallMade, "id" | "method" | "url" | "start">>;

type Listener = (call: CallMade) => void;

const listeners = new Set<Listener>();
/** Ended calls whose timing is not there yet, newest last. */
const untimed: CallMade[] = [];
/** More than that do not wait for their timing: where none comes, nothing may pile up. */
const MOST_UNTIMED = 100;
let count = 0;
let isObserving = false;

/**
 * Tells of every call of this page: when it begins, whenever more of it is known, and when its timing is there.
 * @returns what ends that
 */
export function onCall(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Begins a call; what it returns is to be told of all that becomes known of it. */
export function noteCall(method: string, url: string): (news: CallNews) => CallMade {
  observe();
  let call: CallMade = {
    ...{ id: ++count, method, url, start: performance.now(), bytes: 0 },
    ...{ answered: undefined, end: undefined, status: undefined, failure: undefined, timing: undefined },
  };
  tell(call);
  return (news) => {
    call = { ...call, ...news };
    if (call.end !== undefined) untimed.push(call);
    if (untimed.length > MOST_UNTIMED) untimed.shift();
    tell(call);
    return call;
  };
}

/** Entries come after the end of the body, in a task of their own. */
function observe(): void {
  if (isObserving) return;
  isObserving = true;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry instanceof PerformanceResourceTiming) addTiming(entry);
  });
  observer.observe({ type: "resource" });
}

function addTiming(timing: PerformanceResourceTiming): void {
  // The clock is coarse: an entry may begin a little before its call.
  const index = untimed.findIndex(({ url, start }) => url === timing.name && timing.startTime > start - 1);
  const [call] = index < 0 ? [] : untimed.splice(index, 1);
  if (call) tell({ ...call, timing });
}

function tell(call: CallMade): void {
  for (const listener of [...listeners]) listener(call);
}
