import type { WireHeaders } from "../protocol.js";
import { findHeader } from "./headers.js";

/** Whether the caller has the present answer already: If-None-Match, or else If-Modified-Since (RFC 9110, 13.1). */
export function isFresh(asked: WireHeaders, answered: WireHeaders): boolean {
  const tags = findHeader(asked, "if-none-match");
  if (tags !== undefined) return isTagIn(tags, findHeader(answered, "etag"));
  const since = parseDate(findHeader(asked, "if-modified-since"));
  const modified = parseDate(findHeader(answered, "last-modified"));
  return since !== undefined && modified !== undefined && modified <= since;
}

/**
 * Whether a part fits what the caller has: If-Range (RFC 9110, 13.1.5).
 * @param condition `undefined` when there is none: then it does
 */
export function isSameRepresentation(condition: string | undefined, answered: WireHeaders): boolean {
  if (condition === undefined) return true;
  const validator = condition.trim();
  if (/^(W\/)?"/.test(validator))
    return validator === findHeader(answered, "etag")?.trim() && validator[0] === '"';
  const date = parseDate(validator);
  return date !== undefined && date === parseDate(findHeader(answered, "last-modified"));
}

/** An entity tag (RFC 9110, 8.8.3); commas may be inside. */
const TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** Weak comparison. `*` stands for any answer that there is. */
function isTagIn(list: string, tag: string | undefined): boolean {
  if (list.trim() === "*") return true;
  if (tag === undefined) return false;
  const opaque = toOpaque(tag);
  // Tags without quotes are none, but handlers send them and callers send them back.
  return list.trim() === tag.trim() || [...list.matchAll(TAG)].some(([, one]) => one === opaque);
}

function toOpaque(tag: string): string {
  return tag.trim().replace(/^W\//, "");
}

const DAY = /^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? /;

/** HTTP-date, also its two old forms (RFC 9110, 5.6.7), as milliseconds; what is none counts as absent. */
function parseDate(text: string | undefined): number | undefined {
  if (text === undefined || !DAY.test(text.trim())) return undefined;
  const time = Date.parse(/ GMT$/.test(text.trim()) ? text : `${text} GMT`); // asctime says no zone and means GMT
  return Number.isNaN(time) ? undefined : time;
}
