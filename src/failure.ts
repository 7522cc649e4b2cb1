import { TabserveError, type TabserveErrorCode } from "./errors.js";

/** What a failed step of connecting knows; the text for people is fetched when it is needed. */
export interface FailureDetail {
  readonly script?: string;
  readonly scope?: string;
  /** What was waited for or what came instead. */
  readonly what?: string | number;
  readonly cause?: unknown;
}

/** A step of connecting failed. `connect` gives it its text; where the network does not bring that, its code and values say it. */
export class ConnectFailure extends TabserveError {
  readonly detail: FailureDetail;

  constructor(code: TabserveErrorCode, detail: FailureDetail = {}) {
    super(code, `${code} (${Object.values(detail).join(", ")})`, { cause: detail.cause });
    this.detail = detail;
  }
}
