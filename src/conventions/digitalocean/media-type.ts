import type { MediaType } from "../media-type.js";

const CHARSET = /;\s*charset\s*=\s*(?:"[^"]*"|[^;\s]*)/i;
const TEXT_LIKE =
  /^text\/|[/+](?:json|xml|yaml)$|^application\/(?:x-)?(?:javascript|ecmascript|yaml|graphql|ndjson|jsonl|www-form-urlencoded)$/;
/** Those for which OpenWhisk's server adds the charset that it sends text in. */
const CHARSET_ADDED = /^text\/|^application\/(?:xml|javascript)$/;

export const FORM = "application/x-www-form-urlencoded";

/** `application/json` or `…+json`; `text/json` is text. */
export function isJson({ essence }: MediaType): boolean {
  return essence === "application/json" || essence.endsWith("+json");
}

/** What is not text-like is binary: sent to handlers, and taken from them, as base64. */
export function isTextLike({ essence, parameters }: MediaType): boolean {
  return TEXT_LIKE.test(essence) || CHARSET.test(parameters);
}

/** The type as text is sent with it: always UTF-8, whatever it says. */
export function toUtf8Type({ essence, parameters }: MediaType): string {
  if (CHARSET.test(parameters)) return essence + parameters.replace(CHARSET, "; charset=UTF-8");
  return CHARSET_ADDED.test(essence) ? `${essence}${parameters}; charset=UTF-8` : essence + parameters;
}
