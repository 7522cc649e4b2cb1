import type { Answer } from "../convention.js";

/** Why the host, not a handler, made an answer; the value of `x-tabserve-error`. */
export type HostErrorCode =
  | "ambiguous"
  | "bad-address"
  | "bad-request"
  | "bad-result"
  | "bad-token"
  | "deadline-exceeded"
  | "function-not-found"
  | "handler-threw"
  | "host-failed"
  | "invalid-service-type"
  | "not-permitted"
  | "payload-too-large"
  | "provider-gone"
  | "service-not-found"
  | "too-many-requests"
  | "workspace-not-found";

/** An answer that the host makes: plain text, and the code in a header of its own. */
export function toFailure(status: number, code: HostErrorCode, text: string): Answer {
  return {
    status,
    headers: [
      ["content-type", "text/plain; charset=utf-8"],
      ["x-tabserve-error", code],
    ],
    body: text,
  };
}
