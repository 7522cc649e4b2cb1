import type { ConventionService, Page } from "../convention.js";
import type { FunctionRun } from "../function-run.js";
import { Refusal } from "../refusal.js";
import { findFunction } from "./address.js";
import { toInvokeEvent } from "./event.js";
import { toId } from "./ids.js";
import { type Ending, runFunction } from "./run.js";
import type { DigitalOceanState } from "./state.js";

/** A call from code, without HTTP: it also reaches functions with `web: false`. */
export interface Invocation {
  readonly namespace: string;
  readonly service: ConventionService;
  readonly name: string;
  /** JSON values; they win over configured ones. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A run that has begun. */
export interface Invoked {
  /** 32 hex digits. */
  readonly activationId: string;
  /** Never rejects: what the function throws is in the run, as `{error}`. */
  readonly ended: Promise<{ readonly ending: Ending; readonly run: FunctionRun }>;
}

/**
 * Runs a function with parameters and without a request.
 * @throws {Refusal} 404 when there is no such function
 */
export function invokeDigitalOcean(
  state: DigitalOceanState,
  { namespace, service, name, parameters }: Invocation,
  page: Page,
): Invoked {
  const fn = findFunction(service.members, name, state);
  if (!fn) throw new Refusal(404, "function-not-found", "The requested resource does not exist.");
  const settings = state.getSettings(name);
  const activationId = toId(page.random);
  const ids = { activationId, requestId: toId(page.random), isResultKept: true };
  const target = { fn, name, namespace, package: service.id, ...ids };
  const event = toInvokeEvent(settings, parameters);
  const ended = runFunction({ ...target, extension: "json", settings, state }, event, page);
  return { activationId, ended };
}
