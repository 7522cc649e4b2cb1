/** One run of a function from its start to its end: what a record of it is made of. */
export interface FunctionRun {
  /** 32 hex digits. */
  readonly activationId: string;
  readonly namespace: string;
  readonly package: string;
  /** The function's own name. */
  readonly name: string;
  /** Semver. */
  readonly version: string;
  /** Epoch milliseconds. */
  readonly start: number;
  /** Epoch milliseconds. */
  readonly end: number;
  /** 0 success, 1 application error, 2 action developer error, 3 whisk internal error (OpenWhisk). */
  readonly statusCode: 0 | 1 | 2 | 3;
  /** As JSON would hold it; `{error}` after a failure; `undefined` for bytes, streams and a `Response`. */
  readonly result: unknown;
  /** Of a result that no record keeps: bytes, a stream, a `Response`, data asked for as `.json`. */
  readonly content?: RunContent;
  readonly logs: readonly LogLine[];
  /** Whether lines are missing, because of `limits.logs`. */
  readonly isLogCut: boolean;
  readonly isTimeout: boolean;
  readonly limits: { readonly timeout: number; readonly memory: number; readonly logs: number };
}

export interface RunContent {
  /** Content type; `""` when it has none. */
  readonly type: string;
  /** Bytes; absent when only the end of a stream would tell. */
  readonly size?: number;
}

/** What a function wrote by `context.log` or `context.error`. */
export interface LogLine {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}
