import type { WireCall } from "../protocol.js";

/** Why a call got no answer. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  readonly code: "provider-gone" | "caller-gone" | "deadline-exceeded";
  /** Whether the page may have seen the call. */
  readonly isDelivered: boolean;

  constructor(code: CallFailure["code"], message: string, isDelivered: boolean) {
    super(message);
    this.code = code;
    this.isDelivered = isDelivered;
  }
}

/** The page has no such service any more: the call never reached a handler. */
export class ServiceAbsent extends Error {
  override readonly name = "ServiceAbsent";
  /** The request's, back from the page. */
  readonly body: WireCall["body"];

  constructor(body: WireCall["body"]) {
    super("The page has no such service any more");
    this.body = body;
  }
}
