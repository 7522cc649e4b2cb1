import type { TabserveErrorCode } from "./errors.js";

/** What a failed step of connecting knows; the text for people is fetched when it is needed. */
export interface FailureDetail {
  readonly script?: string;
  readonly scope?: string;
  /** What was waited for or what came instead. */
  readonly what?: string | number;
  readonly cause?: unknown;
}

/** A step of connecting failed. Never leaves `connect`, which turns it into a `TabserveError`. */
export class ConnectFailure extends Error {
  override readonly name = "ConnectFailure";
  readonly code: TabserveErrorCode;
  readonly detail: FailureDetail;

  constructor(code: TabserveErrorCode, detail: FailureDetail = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}
