import type { WireHeaders } from "../protocol.js";
import { BadResult, describeValue } from "./bad-result.js";
import { isPlainObject } from "./hypha/lookup.js";

/** RFC 9110, 5.6.2: token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;
/** What `Headers` accepts: Latin-1 without NUL, CR and LF (Fetch Standard, header value). */
const HEADER_VALUE = /^[^\0\r\n\u0100-\uffff]*$/;

/**
 * What a handler returned as headers; a list repeats its header.
 * @throws {BadResult}
 */
export function toHeaders(headers: unknown): WireHeaders {
  if (headers === undefined || headers === null) return [];
  if (headers instanceof Headers) return [...headers];
  if (!isPlainObject(headers))
    throw new BadResult(`headers is ${describeValue(headers)}; it must be an object of strings`);
  return Object.entries(headers).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.map((one): [string, string] => toHeader(name, one))
      : [toHeader(name, value)],
  );
}

/** @throws {BadResult} */
export function toHeader(name: string, value: unknown): [string, string] {
  if (!TOKEN.test(name)) throw new BadResult(`headers has the invalid name ${JSON.stringify(name)}`);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
    throw new BadResult(
      `header ${JSON.stringify(name)} is ${describeValue(value)}; use a string, number, boolean or a list of them`,
    );
  const text = String(value);
  if (HEADER_VALUE.test(text)) return [name, text];
  throw new BadResult(
    `header ${JSON.stringify(name)} has the value ${JSON.stringify(text)}; CR, LF, NUL and characters beyond Latin-1 are not allowed`,
  );
}

/** The first of that name. @param name lower case */
export function findHeader(headers: WireHeaders, name: string): string | undefined {
  return headers.find(([one]) => one.toLowerCase() === name)?.[1];
}

/** Adds a header unless it is there already. @param name lower case */
export function withDefault(headers: WireHeaders, name: string, value: string): WireHeaders {
  return findHeader(headers, name) === undefined ? [...headers, [name, value]] : headers;
}
