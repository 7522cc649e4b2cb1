import type { FunctionRun, LogLine } from "../conventions/function-run.js";
import { MOST_RESULT } from "./recorder.js";

/** The record of one call (OpenWhisk, activation record). */
export interface Activation {
  /** The workspace. */
  readonly namespace: string;
  /** The function's. */
  readonly name: string;
  readonly version: string;
  /** 32 hex digits. */
  readonly activationId: string;
  /** Epoch milliseconds. */
  readonly start: number;
  /** Epoch milliseconds. */
  readonly end: number;
  /** Milliseconds. */
  readonly duration: number;
  /** 0 success, 1 application error, 2 action developer error, 3 whisk internal error. */
  readonly statusCode: 0 | 1 | 2 | 3;
  readonly response: ActivationResponse;
  /** `<time> <stream>: <text>` */
  readonly logs: readonly string[];
  /** Sorted by key: `kind`, `limits`, `path`, `timeout`, `waitTime`. */
  readonly annotations: readonly ActivationAnnotation[];
}

export interface ActivationResponse {
  /** What `statusCode` means, in words. */
  readonly status: string;
  readonly statusCode: 0 | 1 | 2 | 3;
  readonly success: boolean;
  /** JSON; `{error}` after a failure; `{type, size}` for what is not kept. */
  readonly result: unknown;
  /** Bytes of the result; absent when only the end of a stream would tell. */
  readonly size?: number;
}

export interface ActivationAnnotation {
  readonly key: string;
  readonly value: unknown;
}

/** What a record says of a run beyond the run itself. */
export interface Circumstances {
  /** Convention and type: `digitalocean:functions`. */
  readonly kind: string;
  /** Milliseconds from the worker to the function. */
  readonly waitTime: number;
  /** The host's number of the call; absent when it did not come by HTTP. */
  readonly call?: number;
}

const STATUSES = ["success", "application error", "action developer error", "whisk internal error"] as const;

export function toActivation(run: FunctionRun, { kind, waitTime }: Circumstances): Activation {
  const { namespace, name, version, activationId, start, end, statusCode } = run;
  return {
    ...{ namespace, name, version, activationId, start, end },
    duration: end - start,
    statusCode,
    response: {
      status: STATUSES[statusCode],
      statusCode,
      success: statusCode === 0,
      ...toKeptResult(run),
    },
    logs: formatLogs(run),
    annotations: [
      { key: "kind", value: kind },
      {
        key: "limits",
        value: { logs: run.limits.logs, memory: run.limits.memory, timeout: run.limits.timeout },
      },
      { key: "path", value: `${namespace}/${run.package}/${name}` },
      { key: "timeout", value: run.isTimeout },
      { key: "waitTime", value: waitTime },
    ],
  };
}

function toKeptResult({ result, content }: FunctionRun): Pick<ActivationResponse, "result" | "size"> {
  const json = result === undefined ? undefined : JSON.stringify(result);
  const size = content?.size ?? (json === undefined ? undefined : countBytes(json));
  const sized = size === undefined ? {} : { size };
  if (!content && (size === undefined || size <= MOST_RESULT))
    return { result: json === undefined ? {} : JSON.parse(json), size: size ?? 0 };
  return { result: { type: content?.type ?? "application/json", ...sized }, ...sized };
}

function countBytes(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}

/** OpenWhisk's form; a text of several lines is several lines here, too. */
function formatLogs({ logs, isLogCut, limits, end }: FunctionRun): string[] {
  const lines = logs.flatMap(({ text, ...line }) =>
    text.split("\n").map((one) => formatLine({ ...line, text: one })),
  );
  if (!isLogCut) return lines;
  const text = `Logs were truncated because the total bytes size exceeds the limit of ${limits.logs * 1024} bytes.`;
  return [...lines, formatLine({ time: end, stream: "stderr", text })];
}

/** Columns that a time takes. */
const TIME_WIDTH = 30;

function formatLine({ time, stream, text }: LogLine): string {
  return `${new Date(time).toISOString().padEnd(TIME_WIDTH)} ${stream}: ${text}`;
}
