import type { Convention } from "../convention.js";
import { Refusal } from "../refusal.js";
import { createRest, type FindNamed } from "../rest/answer.js";
import type { Given } from "../rest/arguments.js";
import { findFunction } from "./address.js";
import { refuseStranger } from "./answer.js";
import { readBody } from "./body.js";
import { invokeDigitalOcean } from "./invoke.js";
import { isObject } from "./result.js";
import { reportFault } from "./run.js";
import type { DigitalOceanState } from "./state.js";

/**
 * `GET|POST /<workspace>/services/<package>/<function>`: a run with parameters instead of a request, whose result is the
 * answer as JSON. Only for functions that HTTP may reach, under the same secret and limits.
 */
export function answerDigitalOceanByName(state: DigitalOceanState): Convention {
  return createRest((name, asked) => {
    const settings = state.getSettings(name);
    if (settings.web === false || !findFunction(asked.service.members, name, state)) return undefined;
    return (given) => callAdmitted(name, given, { ...asked, state });
  });
}

interface Asked extends Readonly<Parameters<FindNamed>[1]> {
  readonly state: DigitalOceanState;
}

async function callAdmitted(name: string, given: Given, asked: Asked): Promise<unknown> {
  const { call, page, state } = asked;
  const { limits, webSecure } = state.getSettings(name);
  let leave = () => {};
  try {
    leave = state.getThrottle(name).enter(limits, (page.now ?? Date.now)());
    await readBody(call.body, limits.payload);
    refuseStranger(call, webSecure);
    return await run(name, toParameters(given), asked);
  } finally {
    leave();
  }
}

async function run(
  name: string,
  parameters: Readonly<Record<string, unknown>>,
  { service, call, page, state }: Asked,
): Promise<unknown> {
  const { ended } = invokeDigitalOcean(state, { namespace: call.workspace, service, name, parameters }, page);
  const { ending } = await ended;
  reportFault(ending, page);
  if (ending.statusCode === 2) throw ending.refusal;
  const { value, isError } = ending.result;
  return isError ? { error: value } : value;
}

function toParameters(given: Given): Readonly<Record<string, unknown>> {
  if (!Array.isArray(given)) return given as Readonly<Record<string, unknown>>;
  const [one = {}, ...more] = given;
  if (isObject(one) && more.length === 0) return one;
  throw new Refusal(400, "bad-request", "Parameters have names: send a JSON object");
}
