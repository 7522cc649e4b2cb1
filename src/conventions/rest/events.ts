import type { ByteStream, Page } from "../convention.js";
import { describeThrown } from "../hypha/answer.js";
import { toJson } from "../json.js";

export type Values = AsyncIterable<unknown> | Iterable<unknown>;

/** Generators and what else gives values one by one; not lists, strings and maps. */
export function isGenerator(value: unknown): value is Values {
  if (typeof value !== "object" || value === null) return false;
  return Symbol.asyncIterator in value || (Symbol.iterator in value && "next" in value);
}

/**
 * A server-sent event for each value, as JSON, and Hypha's `[DONE]`, by which an `EventSource` knows not to connect again.
 * One is made when it is asked for. A generator that throws ends in an `error` event and then in a failure.
 */
export function toEventStream(values: Values, report: Page["report"]): ByteStream {
  const events = toEvents(values, report);
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await events.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      // Not waited for: the generator may be in the middle of something.
      cancel: () => void events.return().catch(report),
    },
    { highWaterMark: 0 },
  );
}

async function* toEvents(values: Values, report: Page["report"]): AsyncGenerator<string, void> {
  yield ":\n\n"; // Firefox gives the headers out with the first byte
  try {
    for await (const value of values) yield `data: ${toJson(value ?? null, "A value")}\n\n`;
  } catch (error) {
    report(error);
    yield `event: error\ndata: ${JSON.stringify({ error: describeThrown(error) })}\n\n`;
    throw error;
  }
  yield "data: [DONE]\n\n";
}
