import type { ConventionService, Page } from "../convention.js";
import type { FunctionRun } from "../function-run.js";
import { findFunction } from "./address.js";
import { toInvokeEvent } from "./event.js";
import { toId } from "./ids.js";
import { Refusal } from "./refusal.js";
import { runFunction } from "./run.js";
import type { DigitalOceanState } from "./state.js";

/** A call from code, without HTTP: it also reaches functions with `web: false`. */
export interface Invocation {
  readonly namespace: string;
  readonly service: ConventionService;
  readonly name: string;
  /** JSON values; they win over configured ones. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Runs a function with parameters and without a request. What it throws is in the run, as `{error}`.
 * @throws {Refusal} 404 when there is no such function
 */
export async function invokeDigitalOcean(
  state: DigitalOceanState,
  { namespace, service, name, parameters }: Invocation,
  page: Page,
): Promise<FunctionRun> {
  const fn = findFunction(service.members, name, state);
  if (!fn) throw new Refusal(404, "function-not-found", "The requested resource does not exist.");
  const settings = state.getSettings(name);
  const target = { fn, name, namespace, package: service.id, requestId: toId(page.random) };
  const event = toInvokeEvent(settings, parameters);
  const { run } = await runFunction({ ...target, extension: "json", settings, state }, event, page);
  return run;
}
