import { decodePercent } from "../../route.js";
import { BadResult } from "../bad-result.js";
import type { Answer, Call, ConventionService, Page } from "../convention.js";
import { applyPreconditions } from "../preconditions.js";
import { type Context, isContextRequired, toArguments } from "./context.js";
import { addCors } from "./cors.js";
import { toEvent } from "./event.js";
import { toFailure } from "./failure.js";
import { addHidden } from "./hidden.js";
import { type Found, findFunction, toFunctionPath } from "./lookup.js";
import { dropStream, type ResultOptions, toAnswer } from "./result.js";
import { toAnonymousUser, type User } from "./user.js";

/** One call through the Hypha convention: look-up, event and context, handler, answer. Never rejects. */
export async function answerHypha(service: ConventionService, shown: Call, page: Page): Promise<Answer> {
  const call = page.lastEvents?.complete(shown) ?? shown;
  const whole = await toHyphaAnswer(service, call, page);
  const answer = call.method.toUpperCase() === "HEAD" ? dropStream(whole) : whole;
  const origin = call.headers.find(([name]) => name === "origin")?.[1];
  return applyPreconditions(call, { ...answer, headers: addCors(answer.headers, origin) });
}

/** The place where the handler's faults become answers. */
async function toHyphaAnswer(service: ConventionService, call: Call, page: Page): Promise<Answer> {
  const path = decodePercent(call.path);
  const found = findFunction(service.members, path);
  if (!found) return toFailure(404, "function-not-found", `Function not found: ${toFunctionPath(path)}`);
  const options: ResultOptions & Pick<Page, "report"> = {
    isEventService: service.config?.sse === true,
    report: page.report,
    onLastEvent(id, how) {
      // A reader that closed its stream does not come back; one whose worker or page went away does.
      if (how === "ended" || page.signal?.().aborted) page.lastEvents?.remember(call, id);
    },
  };
  try {
    return await toAnswer(await invoke(found, service, { call, page }), options);
  } catch (error) {
    if (error instanceof BadResult) return toBadResult(error);
    return toThrownAnswer(error, options);
  }
}

function invoke(
  found: Found,
  service: ConventionService,
  { call, page }: { call: Call; page: Page },
): unknown {
  const user = toAnonymousUser(call.workspace, call.caller, call.member);
  const context = isContextRequired(service.requireContext, found.keys)
    ? toContext({ ...call, clientId: page.clientId, session: page.random(), keys: found.keys, user })
    : undefined;
  const event = toEvent(call, page.scope, {
    user,
    functionPath: found.functionPath,
    context,
    isStreaming: service.config?.stream === true,
  });
  addHidden(event, { call, page }, ["signal", "log", "error", "url"]);
  if (context) addHidden(context, { page }, ["signal", "log", "error"]);
  return Reflect.apply(found.fn, undefined, toArguments([event], context, found.fn.length));
}

/** The context of one call, by HTTP or from another page. */
export function toContext(call: {
  readonly workspace: string;
  readonly service: string;
  readonly caller?: string;
  readonly clientId: string;
  readonly session: string;
  readonly keys: readonly string[];
  readonly user: User;
}): Context {
  return {
    type: "method",
    from: `${call.workspace}/${call.caller ?? "anonymous"}`,
    to: `${call.workspace}/${call.clientId}`,
    method: `services.${call.service}.${call.keys.join(".")}`,
    session: call.session,
    ws: call.workspace,
    user: call.user,
    connection_type: "http",
  };
}

async function toThrownAnswer(
  thrown: unknown,
  options: ResultOptions & Pick<Page, "report">,
): Promise<Answer> {
  try {
    const chosen = toChosenResult(thrown);
    if (chosen !== undefined) return await toAnswer(chosen, options);
  } catch (error) {
    if (error instanceof BadResult) return toBadResult(error);
  }
  options.report(thrown);
  return toFailure(500, "handler-threw", `Internal Server Error: ${describeThrown(thrown)}`);
}

/** A thrown value with an integer `status` is meant as the answer; an Error without a body says its message. */
function toChosenResult(thrown: unknown): unknown {
  if (thrown instanceof Response) return thrown;
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const { status, headers, body, message } = thrown as Record<string, unknown>;
  if (!Number.isInteger(status)) return undefined;
  if (body !== undefined || !(thrown instanceof Error)) return { status, headers, body };
  // A message may hold anything: without a type a browser could take it for HTML.
  return { status, headers: headers ?? { "content-type": "text/plain; charset=utf-8" }, body: message };
}

/** The answer to a result that is none. */
export function toBadResult(error: BadResult): Answer {
  return toFailure(500, "bad-result", `Internal Server Error: ${error.message}`);
}

/** A thrown value may be anything, even something whose text throws. */
export function describeThrown(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `Error: ${String(thrown)}`;
  } catch {
    return "Error: a value without a text";
  }
}
