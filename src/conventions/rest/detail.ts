import type { Answer } from "../convention.js";
import { toFailure } from "../hypha/failure.js";
import type { HostErrorCode } from "../refusal.js";

/** Hypha's shape of a failure below `/services/`: JSON; its code is in the header as everywhere. */
export function toDetail(status: number, code: HostErrorCode, detail: string): Answer {
  return toFailure(status, code, JSON.stringify({ success: false, detail }), "application/json");
}
