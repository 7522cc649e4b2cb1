import { decodePercent } from "../route.js";
import type { Answer } from "./convention.js";
import { type FunctionLog, LOG_LIMIT } from "./function-log.js";
import type { FunctionRun, RunContent } from "./function-run.js";
import { findFunction } from "./hypha/lookup.js";

/** A call that was answered, before anything is made of it: that would cost time for which its caller waits. */
export interface AnsweredCall {
  readonly workspace: string;
  readonly service: string;
  /** Of the service. */
  readonly type: string;
  /** Milliseconds that the service's handlers have. */
  readonly timeout: number;
  readonly members: object;
  /** Below the service, percent-encoded; keys when the call came by `getService` or by name. */
  readonly path: string | readonly string[];
  /** Epoch milliseconds. */
  readonly start: number;
  /** Epoch milliseconds. */
  readonly end: number;
  readonly ending: AnsweredEnding;
  readonly log: FunctionLog;
}

/** `value`, `error`: of a direct call, without an answer around it. */
export type AnsweredEnding =
  | { readonly answer: KeptAnswer }
  | { readonly value: unknown }
  | { readonly error: string };

/** A body that no record keeps is absent: nothing large waits for its record. */
export interface KeptAnswer extends Pick<Answer, "status" | "headers"> {
  readonly body?: string | null;
  /** Bytes. */
  readonly size?: number;
}

/** Hypha's functions have no versions. */
const VERSION = "0.0.1";

/** Faults of the function; every other code of the host's means that none ran. */
const FAULTS: readonly unknown[] = ["handler-threw", "bad-result"];

/** `undefined` when the call reached no function. */
export function toRun(call: AnsweredCall, activationId: string): FunctionRun | undefined {
  const name = toName(call);
  const { log, start, end, timeout } = call;
  const isTimeout = end - start > timeout;
  const ending = isTimeout ? toExceeded(timeout) : toEnding(call.ending);
  if (name === undefined || !ending) return undefined;
  return {
    activationId,
    namespace: call.workspace,
    package: call.service,
    ...{ name, start, end, isTimeout },
    version: VERSION,
    ...ending,
    logs: log.lines,
    isLogCut: log.isCut,
    limits: { timeout, memory: 256, logs: LOG_LIMIT },
  };
}

type Ending = Pick<FunctionRun, "statusCode" | "result"> & Partial<Pick<FunctionRun, "content">>;

/** As Hypha's context has it: `api.v1.users`; an app's one function. */
function toName({ type, path, members }: AnsweredCall): string | undefined {
  if (typeof path !== "string") return path.join(".");
  if (type === "fetch") return "fetch";
  if (type === "asgi" || type === "ASGI") return "serve";
  return findFunction(members, decodePercent(path))?.keys.join(".");
}

function toExceeded(timeout: number): Ending {
  const error = `The function exceeded its time limits of ${timeout} milliseconds.`;
  return { statusCode: 2, result: { error } };
}

function toEnding(ending: AnsweredEnding): Ending | undefined {
  if ("error" in ending) return { statusCode: 2, result: { error: ending.error } };
  return "answer" in ending ? toAnswerEnding(ending.answer) : toValueEnding(ending.value);
}

function toAnswerEnding(answer: KeptAnswer): Ending | undefined {
  const { status, body } = answer;
  const code = findHeader(answer, "x-tabserve-error");
  if (code !== undefined && !FAULTS.includes(code)) return undefined;
  if (code !== undefined) return { statusCode: 2, result: { error: body ?? "" } };
  const statusCode = status < 400 ? 0 : 1;
  const type = findHeader(answer, "content-type") ?? "";
  if (body === undefined) {
    const content = { type, ...(answer.size !== undefined && { size: answer.size }) };
    return { statusCode, result: undefined, content };
  }
  const value = { status, body: /[/+]json\b/i.test(type) ? parse(body) : body };
  return { statusCode, result: statusCode === 0 ? value : { error: value } };
}

/** Bytes and what JSON cannot hold have no data that a record could keep. */
function toValueEnding(value: unknown): Ending {
  const type = "application/octet-stream";
  if (value instanceof Blob) return toContentEnding({ type: value.type || type, size: value.size });
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value))
    return toContentEnding({ type, size: value.byteLength });
  try {
    const json = JSON.stringify(value);
    return { statusCode: 0, result: json === undefined ? null : JSON.parse(json) };
  } catch {
    return toContentEnding({ type: "" });
  }
}

function toContentEnding(content: RunContent): Ending {
  return { statusCode: 0, result: undefined, content };
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return text; // a handler may say JSON and send anything
  }
}

function findHeader({ headers }: KeptAnswer, key: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === key)?.[1];
}
