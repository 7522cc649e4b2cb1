import type { Answer } from "../convention.js";
import { type HostErrorCode, toFailure } from "../hypha/failure.js";

/** Hypha's shape of a failure below `/services/`: JSON; its code is in the header as everywhere. */
export function toDetail(status: number, code: HostErrorCode, detail: string): Answer {
  return toFailure(status, code, JSON.stringify({ success: false, detail }), "application/json");
}

/** A call that is refused for what its request says, on its way to the answer. */
export class CallRefusal extends Error {
  override readonly name = "CallRefusal";
  readonly status: number;
  readonly code: HostErrorCode;

  constructor(status: number, code: HostErrorCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
