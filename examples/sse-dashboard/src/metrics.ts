import type { HyphaEvent, ServiceDefinition } from "tabserve";

/** Milliseconds between two events. */
const EVERY = 200;

/** `/local/apps/metrics/load`: server-sent events for as long as somebody listens. */
export const metrics: ServiceDefinition = {
  id: "metrics",
  type: "functions",
  config: { visibility: "public", sse: true },
  async *load({ headers, signal }: HyphaEvent) {
    // Who comes back after a break says what came last.
    let id = Number(headers["last-event-id"] ?? 0);
    while (!signal?.aborted) {
      id++;
      yield `id: ${id}\ndata: ${JSON.stringify({ load: await measure() })}\n\n`;
    }
  },
};

/** How late this page's timers are, from 0 to 1. */
async function measure(): Promise<number> {
  const start = performance.now();
  await new Promise((done) => setTimeout(done, EVERY));
  const late = performance.now() - start - EVERY;
  return Math.min(1, Math.max(0, late) / EVERY);
}
