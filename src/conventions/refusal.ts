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

/** A call is refused: on its way to the one place that makes it an answer, in the words of the call's convention. */
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
