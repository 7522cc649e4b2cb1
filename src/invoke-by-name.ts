import type { Page } from "./conventions/convention.js";
import type { Invoked } from "./conventions/digitalocean/invoke.js";
import type { DirectCall } from "./conventions/digitalocean/register.js";
import { reportFault } from "./conventions/digitalocean/run.js";
import { isPlainObject } from "./conventions/hypha/lookup.js";
import { Refusal } from "./conventions/refusal.js";
import type { Outcome, WireInvoke } from "./protocol.js";

/** Runs the function that `call.args` names: `[name, parameters, isBlocking]`. Never rejects. */
export type InvokeByName = (call: WireInvoke, page: Page) => Promise<Outcome<unknown>>;

type Invoke = (call: DirectCall, page: Page) => Invoked;

export async function invokeByName(
  invoke: Invoke,
  { args: [name, given, isBlocking], workspace: namespace }: WireInvoke,
  page: Page,
): Promise<Outcome<unknown>> {
  const parameters = isPlainObject(given) ? given : {};
  try {
    const { activationId, ended } = invoke({ namespace, name: String(name), parameters }, page);
    const told = ended.then(({ ending }) => reportFault(ending, page));
    page.waitUntil?.(told);
    return isBlocking ? await toOutcome(ended) : { ok: true, value: { activationId } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const message = `Function not found: ${String(name)}; it is no function of this service, nor a module with its entry point`;
    return { ok: false, code: error.code, message };
  }
}

/** The function's own `{error}` is a result; what it throws is not. */
async function toOutcome(ended: Invoked["ended"]): Promise<Outcome<unknown>> {
  const { ending } = await ended;
  if (ending.statusCode === 2)
    return { ok: false, code: ending.refusal.code, message: ending.refusal.message };
  const { value, isError } = ending.result;
  return { ok: true, value: isError ? { error: value } : value };
}
