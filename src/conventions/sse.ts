import { BadResult, describeValue } from "./bad-result.js";
import { isPlainObject } from "./hypha/lookup.js";
import { toJson } from "./json.js";

/** One server-sent event (HTML Standard, 9.2). */
export interface ServerSentEvent {
  /** What `addEventListener` listens for; default `message`. One line. */
  readonly event?: string;
  /** Text as it is, anything else as JSON. Without data or `event`, the reader takes `id` and `retry` and hears nothing. */
  readonly data?: unknown;
  /** Sent back as `Last-Event-ID` when the reader connects again. One line. */
  readonly id?: string | number;
  /** Milliseconds until the reader connects again. */
  readonly retry?: number;
}

/**
 * An event as its lines on the wire, with the empty line that ends it.
 * @throws {BadResult}
 */
export function formatServerSentEvent({ event, data, id, retry }: ServerSentEvent): string {
  let text = "";
  if (event !== undefined) text += `event: ${checkLine("event", event)}\n`;
  if (id !== undefined) text += `id: ${checkLine("id", typeof id === "number" ? String(id) : id)}\n`;
  if (retry !== undefined) text += `retry: ${checkRetry(retry)}\n`;
  // Readers drop an event without a data line.
  if (data !== undefined || event !== undefined) text += toDataLines(data === undefined ? "" : data);
  return `${text}\n`;
}

/** A value of a stream of events: an object of nothing but an event's keys is one, anything else the data of one. */
export function toServerSentEvent(value: unknown): ServerSentEvent {
  return isEvent(value) ? value : { data: value === undefined ? refuseNothing() : value };
}

/** What every reader skips. Sent first: Firefox tells of an answer with its first byte only. */
export const SSE_COMMENT = ":\n\n";

const KEYS = new Set(["event", "data", "id", "retry"]);

/** A row such as `{id: 1, name: "x"}` is data, though it has an `id`. */
function isEvent(value: unknown): value is ServerSentEvent {
  if (!isPlainObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => KEYS.has(key));
}

function toDataLines(data: unknown): string {
  const text = typeof data === "string" ? data : toJson(data, "The data of a server-sent event");
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}\n`)
    .join("");
}

function checkLine(key: string, value: unknown): string {
  if (typeof value !== "string")
    throw new BadResult(`The ${key} of a server-sent event is ${describeValue(value)}; use a string`);
  if (!/[\r\n\0]/.test(value)) return value;
  throw new BadResult(
    `The ${key} of a server-sent event is ${JSON.stringify(value)}; it must be one line without NUL: put text of several lines into data`,
  );
}

function checkRetry(retry: unknown): number {
  if (typeof retry === "number" && Number.isSafeInteger(retry) && retry >= 0) return retry;
  throw new BadResult(
    `The retry of a server-sent event is ${describeValue(retry)}; it must be a whole number of milliseconds`,
  );
}

function refuseNothing(): never {
  throw new BadResult("A chunk of an event stream is undefined; yield the data of an event, or null");
}
