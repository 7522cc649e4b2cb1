import { BadResult, describeValue } from "../bad-result.js";
import type { Answer, Call, ConventionService, Page } from "../convention.js";
import { toFault } from "../fault.js";
import { toAnswerOfResponse } from "../response.js";
import { toFetchContext } from "./context.js";
import { toRequest } from "./request.js";

/**
 * One call of an app with `fetch(request, env, ctx)` (WinterTC; Hono, itty-router, h3). It owns every path below the
 * service, which it sees in full (`new Hono({ strict: false }).basePath("/demo/apps/hello")`; the service's own URL ends
 * with a slash), and its answer: nothing is added, CORS headers neither. `env` is the service's `env`, or an empty object
 * of this call's. Never rejects.
 */
export async function answerFetch(service: ConventionService, call: Call, page: Page): Promise<Answer> {
  const { fetch: app } = service.members as { readonly fetch: FetchApp };
  try {
    const request = await toRequest(call, page);
    const result: unknown = await app(request, service.env ?? {}, toFetchContext(page));
    return await toAnswerOfResponse(checkResponse(result), page.report);
  } catch (error) {
    return toFault(error, page);
  }
}

type FetchApp = (request: Request, env: object, context: ReturnType<typeof toFetchContext>) => unknown;

/** By its members: a `Response` may be another realm's. @throws {BadResult} */
function checkResponse(result: unknown): Response {
  if (!isResponse(result)) throw new BadResult(`fetch returned ${describeValue(result)}; return a Response`);
  if (result.status >= 200 && result.status <= 599) return result;
  if (result.type === "error" || result.status === 0) return result;
  throw new BadResult(`fetch returned a Response of status ${result.status}; return one in 200-599`);
}

function isResponse(result: unknown): result is Response {
  if (typeof result !== "object" || result === null) return false;
  const { status, headers, arrayBuffer } = result as Partial<Response>;
  return (
    typeof status === "number" && typeof headers?.get === "function" && typeof arrayBuffer === "function"
  );
}
