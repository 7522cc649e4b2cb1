import type { ChunkSource } from "../chunk-source.js";
import type { ByteStream, Page } from "../convention.js";
import { describeThrown } from "../hypha/answer.js";
import { toJson } from "../json.js";
import { formatServerSentEvent, SSE_COMMENT } from "../sse.js";
import { iterate, toByteStream } from "../stream.js";

/**
 * A server-sent event for each value, as JSON, and Hypha's `[DONE]`, by which an `EventSource` knows not to connect again.
 * One is made when it is asked for. A generator that throws ends in an `error` event and then in a failure.
 */
export function toEventStream(values: ChunkSource, report: Page["report"]): ByteStream {
  return toByteStream(toEvents(values), { preamble: SSE_COMMENT, report });
}

async function* toEvents(values: ChunkSource): AsyncGenerator<string, void> {
  try {
    for await (const value of iterate(values))
      yield formatServerSentEvent({ data: toJson((await value) ?? null, "A value") });
  } catch (error) {
    yield formatServerSentEvent({ event: "error", data: { error: describeThrown(error) } });
    throw error;
  }
  yield formatServerSentEvent({ data: "[DONE]" });
}
