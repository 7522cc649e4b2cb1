import type { Address } from "../route.js";
import type { LocalHost } from "./host.js";

/** Whose URL it is. */
export interface Target {
  readonly host: LocalHost;
  readonly address: Address;
}

/** Finds who answers at a URL; `undefined` for the network. */
export type FindTarget = (url: URL) => Target | undefined;

let count = 0;

/** A caller of one request. */
export function toClient(): string {
  count++;
  return `request ${count}`;
}

/**
 * Answers a request as soon as there is an answer, or rejects with the reason when its signal fires first; then the
 * handler's signal fires too.
 */
export async function answerOnce(
  request: Request,
  { host, address }: Target,
  client = toClient(),
): Promise<Response> {
  const { signal } = request;
  signal.throwIfAborted();
  const aborted = new AbortController();
  const abort = new Promise<never>((_, reject) => {
    const onAbort = () => {
      host.cancel(client);
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { signal: aborted.signal });
  });
  try {
    return await Promise.race([host.answer(request, { address, client }), abort]);
  } finally {
    aborted.abort();
  }
}
