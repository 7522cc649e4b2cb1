import type { Answer } from "../convention.js";
import type { HostErrorCode } from "../hypha/failure.js";

/** The convention itself answers; the message is DigitalOcean's, word for word. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly code: HostErrorCode;

  /** @param cause what a developer has to know beyond the message; for the page's console */
  constructor(status: number, code: HostErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
    this.code = code;
  }
}

/** Every error body is JSON with exactly `error` and `code`. */
export function toErrorAnswer({ status, code, message }: Refusal, requestId: string): Answer {
  return {
    status,
    headers: [
      ["content-type", "application/json"],
      ["x-tabserve-error", code],
    ],
    body: JSON.stringify({ error: message, code: requestId }),
  };
}
