import type { ChunkSource } from "../chunk-source.js";
import type { Answer } from "../convention.js";
import { findHeader, withDefault } from "../headers.js";
import { toJson } from "../json.js";
import { parseMediaType } from "../media-type.js";
import { formatServerSentEvent, SSE_COMMENT, toServerSentEvent } from "../sse.js";
import { type StreamOptions, toByteStream } from "../stream.js";
import type { ResultOptions } from "./result.js";

type Head = Pick<Answer, "status" | "headers">;

const EVENTS = "text/event-stream";
const JSON_LINES = new Set(["application/x-ndjson", "application/ndjson", "application/jsonl"]);

/**
 * An answer whose body comes bit by bit. The content type says what becomes of values that are no text or bytes:
 * server-sent events, lines of JSON, or a failure of the stream.
 * @throws {BadResult} when somebody else reads the source already
 */
export function toStreamedAnswer(
  source: ChunkSource,
  head: Head,
  { isEventService = false, report, onLastEvent }: ResultOptions,
): Answer {
  const headers = isEventService ? withDefault(head.headers, "content-type", EVENTS) : head.headers;
  const type = parseMediaType(findHeader(headers, "content-type") ?? "")?.essence ?? "";
  const stream = (options: StreamOptions) => toByteStream(source, { ...options, ...(report && { report }) });
  if (type === EVENTS)
    return {
      status: head.status,
      headers: withDefault(headers, "cache-control", "no-cache"),
      body: stream({ preamble: SSE_COMMENT, ...toEncoder(onLastEvent) }),
    };
  return { status: head.status, headers, body: stream(JSON_LINES.has(type) ? { encode: encodeLine } : {}) };
}

/** Text and bytes are on the wire as they are: a handler may format its events itself. */
function toEncoder(onLastEvent: ResultOptions["onLastEvent"]): Pick<StreamOptions, "encode" | "onEnd"> {
  let last: string | undefined;
  return {
    encode(value) {
      if (isRaw(value)) return value;
      const event = toServerSentEvent(value);
      const text = formatServerSentEvent(event);
      if (event.id !== undefined) last = String(event.id);
      return text;
    },
    onEnd(how) {
      if (last !== undefined) onLastEvent?.(last, how);
    },
  };
}

function encodeLine(value: unknown): unknown {
  return isRaw(value) ? value : `${toJson(value, "A chunk of the body")}\n`;
}

function isRaw(value: unknown): boolean {
  return (
    typeof value === "string" ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value) ||
    value instanceof Blob
  );
}
