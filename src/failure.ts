import { TabserveError, type TabserveErrorCode } from "./errors.js";

/** What a failed step of connecting knows; the text for people is fetched when it is needed. */
export interface FailureDetail {
  readonly script?: string;
  readonly scope?: string;
  /** What was waited for or what came instead. */
  readonly what?: string | number;
  readonly cause?: unknown;
}

/** A step of connecting failed. Never leaves `connect`, which rejects with what {@link toTabserveError} makes of it. */
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

/** Every failure with its text; without the network that brings the texts, with its code and values. */
export async function toTabserveError(error: unknown): Promise<unknown> {
  if (!(error instanceof ConnectFailure)) return error;
  const { code, detail } = error;
  const { describeFailure } = await import("./diagnose.js").catch(() => ({ describeFailure: undefined }));
  if (describeFailure) return describeFailure(code, detail);
  return new TabserveError(code, `${code} (${Object.values(detail).join(", ")})`, { cause: detail.cause });
}
