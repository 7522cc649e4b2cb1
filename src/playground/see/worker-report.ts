/** What the playground's worker tells of a call. Epoch milliseconds with fractions, on the worker's clock. */
export interface WorkerReport {
  /** When this start of the worker began. */
  readonly started: number;
  /** Unique within one start of the worker. */
  readonly number: number;
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** When the request came to it. */
  readonly arrived: number;
  /** When the browser took the answer; `undefined` until then. */
  readonly handled?: number;
}

/** As it comes from `sw/playground/tell-calls.ts`. */
interface Message {
  readonly started: number;
  readonly calls: readonly Omit<WorkerReport, "started">[];
}

/** Hears of every call, of all pages, that goes through the playground's worker; twice of one that takes its time. @returns what ends it */
export function onWorkerReport(listener: (report: WorkerReport) => void): () => void {
  const channel = new BroadcastChannel("tabserve-playground/calls");
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    for (const call of data.calls) listener({ ...call, started: data.started });
  };
  return () => channel.close();
}
