import type { DigitalOceanContext } from "../context.js";
import type { DigitalOceanEvent } from "../event.js";
import type { DigitalOceanConfig } from "../settings.js";
import type { Case } from "./case.js";

const HEX = /^[0-9a-f]{32}$/;
const KEYS = [
  ...["activationId", "apiHost", "apiKey", "deadline", "functionName", "functionVersion", "namespace"],
  "requestId",
];

/** The function answers with what it finds in its context. */
function finds(
  name: string,
  find: (context: DigitalOceanContext, event: DigitalOceanEvent) => unknown,
  found: unknown,
  config?: DigitalOceanConfig,
): Case {
  const fn = (event: DigitalOceanEvent, context: DigitalOceanContext) => ({ body: [find(context, event)] });
  const outcome = { status: 200, body: { json: [found] } };
  return { section: "5 context", name, members: { fn }, request: {}, outcome, ...(config && { config }) };
}

export const contexts: Case[] = [
  finds(
    "JSON has the eight values",
    (context) => Object.keys(JSON.parse(JSON.stringify(context))).sort(),
    KEYS,
  ),
  finds("the activation's id", ({ activationId }) => HEX.test(activationId), true),
  finds("the request's id", ({ requestId }) => HEX.test(requestId), true),
  finds(
    "the request's id is in the headers",
    ({ requestId }, { http }) => http?.headers["x-request-id"] === requestId,
    true,
  ),
  finds("the ids differ", ({ requestId, activationId }) => requestId !== activationId, true),
  finds("the host", ({ apiHost }) => apiHost, "https://example.org"),
  finds("no key", ({ apiKey }) => apiKey, ""),
  finds("a key for who asks", ({ apiKey }) => apiKey.length > 32, true, {
    annotations: { "provide-api-key": true },
  }),
  finds("the function's name", ({ functionName }) => functionName, "/W/package/fn"),
  finds("the version", ({ functionVersion }) => functionVersion, "0.0.1"),
  finds("the namespace", ({ namespace }) => namespace, "W"),
  finds("the time that is left", (context) => context.getRemainingTimeInMillis() > 2000, true),
  finds(
    "the time that is left of its own limit",
    (context) => context.getRemainingTimeInMillis() <= 1000,
    true,
    {
      functions: { fn: { limits: { timeout: 1000 } } },
    },
  ),
  finds(
    "the deadline in epoch milliseconds",
    ({ deadline }) => Math.abs(deadline - Date.now() - 3000) < 1000,
    true,
  ),
  finds(
    "the environment",
    ({ environment }) => environment,
    { A: "1", B: "3" },
    {
      environment: { A: "1", B: "2" },
      functions: { fn: { environment: { B: "3" } } },
    },
  ),
  finds("a signal", ({ signal }) => signal.aborted, false),
  finds("a log", ({ log, error }) => [typeof log("x"), typeof error("x")], ["undefined", "undefined"]),
];
