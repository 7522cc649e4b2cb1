import { BadResult, describeValue } from "../bad-result.js";
import type { Page } from "../convention.js";
import { FunctionLog } from "../function-log.js";
import type { FunctionRun } from "../function-run.js";
import type { Callable } from "../hypha/lookup.js";
import { Refusal } from "../refusal.js";
import type { Extension } from "./address.js";
import { type DigitalOceanContext, toContext } from "./context.js";
import { Deadline, DeadlineExceeded } from "./deadline.js";
import type { DigitalOceanEvent } from "./event.js";
import { toRecorded } from "./recorded.js";
import { toInvalid } from "./render.js";
import { isObject, type Result, toResult } from "./result.js";
import type { FunctionSettings } from "./settings.js";
import type { DigitalOceanState } from "./state.js";
import { readThrown } from "./thrown.js";

/** A function, and who calls it for what. */
export interface Runnable {
  readonly fn: Callable;
  readonly name: string;
  readonly namespace: string;
  readonly package: string;
  readonly requestId: string;
  /** 32 hex digits; of this run. */
  readonly activationId: string;
  /** Whether a record keeps the result's data, not only its size. Bytes are never kept. */
  readonly isResultKept: boolean;
  /** `json` takes any JSON value for a result, the others an object. */
  readonly extension: Extension;
  readonly settings: FunctionSettings;
  readonly state: DigitalOceanState;
}

/** How a run ended; OpenWhisk's number for it. */
export type Ending =
  | { readonly statusCode: 0 | 1; readonly result: Result }
  | { readonly statusCode: 2; readonly refusal: Refusal };

/** Runs a function up to its deadline and tells the page. Never rejects: the handler's faults become refusals. */
export async function runFunction(
  runnable: Runnable,
  event: DigitalOceanEvent,
  page: Page,
): Promise<{ readonly ending: Ending; readonly run: FunctionRun }> {
  const { fn, settings } = runnable;
  const now = page.now ?? Date.now;
  const start = now();
  const log = new FunctionLog(settings.limits.logs, now);
  const deadline = new Deadline(settings.limits.timeout, now, page.signal);
  const context = toRunContext(runnable, page, { log, now, deadline });
  const ending = await toEnding(runnable, deadline, () => Reflect.apply(fn, undefined, [event, context]));
  const run = toRun(runnable, ending, { start, end: now(), log });
  page.record?.(run);
  return { ending, run };
}

/** Tells the page's developer of a fault that no answer tells. */
export function reportFault(ending: Ending, { report }: Pick<Page, "report">): void {
  if (ending.statusCode === 2) report(ending.refusal.cause ?? ending.refusal);
}

function toRunContext(
  { state, settings, ...runnable }: Runnable,
  { random, scope }: Page,
  own: { readonly log: FunctionLog; readonly now: () => number; readonly deadline: Deadline },
): DigitalOceanContext {
  const values = {
    activationId: runnable.activationId,
    apiHost: new URL(scope).origin,
    apiKey: settings.annotations["provide-api-key"] ? state.getApiKey(random) : "",
    deadline: own.deadline.at,
    functionName: `/${runnable.namespace}/${runnable.package}/${runnable.name}`,
    functionVersion: state.version,
    namespace: runnable.namespace,
    requestId: runnable.requestId,
  };
  const { environment } = settings;
  return toContext(values, { ...own, environment, signal: () => own.deadline.signal });
}

async function toEnding(runnable: Runnable, deadline: Deadline, call: () => unknown): Promise<Ending> {
  try {
    return toReturnedEnding(await deadline.race(call), runnable.extension);
  } catch (error) {
    if (error instanceof DeadlineExceeded) return toExceeded(runnable.settings.limits.timeout);
    const thrown = readThrown(error);
    if (thrown instanceof Refusal) return { statusCode: 2, refusal: thrown };
    const ending = toReturnedEnding(thrown.answer, "http");
    return ending.statusCode === 2 ? ending : { ...ending, statusCode: 1 };
  }
}

function toReturnedEnding(returned: unknown, extension: Extension): Ending {
  try {
    const result = toResult(returned);
    if (extension !== "json" && !result.isError && !isObject(result.value)) return toBare(result.value);
    return { statusCode: result.isError ? 1 : 0, result };
  } catch (error) {
    const reason = error instanceof BadResult ? error : new BadResult(String(error));
    return { statusCode: 2, refusal: toInvalid("http", reason) };
  }
}

function toBare(value: unknown): Ending {
  const reason = new BadResult(`The result is ${describeValue(value)}; return an object: {body: …}`);
  const message = "There was an error processing your request.";
  return { statusCode: 2, refusal: new Refusal(400, "bad-result", message, reason) };
}

function toExceeded(timeout: number): Ending {
  const message = `The function exceeded its time limits of ${timeout} milliseconds.`;
  return { statusCode: 2, refusal: new Refusal(504, "deadline-exceeded", message) };
}

function toRun(
  { settings, state, ...runnable }: Runnable,
  ending: Ending,
  own: Pick<FunctionRun, "start" | "end"> & { readonly log: FunctionLog },
): FunctionRun {
  const { log, ...times } = own;
  const { timeout, memory, logs } = settings.limits;
  return {
    ...times,
    activationId: runnable.activationId,
    namespace: runnable.namespace,
    package: runnable.package,
    name: runnable.name,
    version: state.version,
    statusCode: ending.statusCode,
    ...toRecorded(ending, runnable.isResultKept),
    logs: [...log.lines],
    isLogCut: log.isCut,
    isTimeout: ending.statusCode === 2 && ending.refusal.code === "deadline-exceeded",
    limits: { timeout, memory, logs },
  };
}
