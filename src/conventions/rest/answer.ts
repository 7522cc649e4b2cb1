import { decodePercent } from "../../route.js";
import { BadResult } from "../bad-result.js";
import { isChunkSource } from "../chunk-source.js";
import type { Answer, Call, Convention, ConventionService, Page } from "../convention.js";
import { describeThrown, toContext } from "../hypha/answer.js";
import { isContextRequired, toArguments } from "../hypha/context.js";
import { addCors } from "../hypha/cors.js";
import { addHidden } from "../hypha/hidden.js";
import { toFunctionPath, walk } from "../hypha/lookup.js";
import { toAnonymousUser } from "../hypha/user.js";
import { toJson } from "../json.js";
import { Refusal } from "../refusal.js";
import { type Given, parseArguments, toPositional } from "./arguments.js";
import { toDetail } from "./detail.js";

/** Calls a function with what a request gives. Rejects with {@link Refusal} for what is the caller's fault. */
export type NamedCall = (given: Given) => unknown;

/** What a function's name leads to; nothing when there is none. */
export type FindNamed = (
  name: string,
  asked: { readonly service: ConventionService; readonly call: Call; readonly page: Page },
) => NamedCall | undefined;

/**
 * Calls of functions by name, `GET|POST /<workspace>/services/<service>/<function>` (Hypha, HTTP API of services):
 * query or JSON in, JSON out, a generator as server-sent events. `call.path` is `/<function>`; a GET without one is told
 * about the service. Never rejects.
 */
export function createRest(find: FindNamed): Convention {
  return async (service, call, page) => {
    const origin = call.headers.find(([name]) => name.toLowerCase() === "origin")?.[1];
    const answer = await toRestAnswer(find, { service, call, page });
    return { ...answer, headers: addCors(answer.headers, origin) };
  };
}

/** Hypha's functions, with dots between nested names. */
export const answerRest = createRest(findHypha);

async function toRestAnswer(find: FindNamed, asked: Parameters<FindNamed>[1]): Promise<Answer> {
  const { service, call, page } = asked;
  if (call.path === "/" && /^(GET|HEAD)$/i.test(call.method) && service.info)
    return toJsonAnswer(service.info, "info");
  const name = toFunctionPath(decodePercent(call.path));
  if (!/^(GET|POST)$/i.test(call.method)) return toMethodFailure(call.method);
  const run = find(name, asked);
  if (!run) return toDetail(404, "function-not-found", `Function not found: ${name}`);
  try {
    return await toResultAnswer(await run(await parseArguments(call)), page);
  } catch (error) {
    if (error instanceof Refusal) return toDetail(error.status, error.code, error.message);
    if (error instanceof BadResult) return toDetail(500, "bad-result", error.message);
    page.report(error);
    return toDetail(500, "handler-threw", describeThrown(error));
  }
}

/** `a.b` is `b` in `a`, or else a function of that very name. */
function findHypha(name: string, { service, call, page }: Parameters<FindNamed>[1]): NamedCall | undefined {
  const found = [name.split("."), [name]]
    .map((keys) => ({ keys, fn: walk(service.members, keys) }))
    .find((one) => one.fn);
  if (!found?.fn) return undefined;
  const { keys, fn } = found;
  return (given) => {
    const user = toAnonymousUser(call.workspace, call.caller, call.member);
    const context = isContextRequired(service.requireContext, keys)
      ? toContext({ ...call, clientId: page.clientId, session: page.random(), keys, user })
      : undefined;
    if (context) addHidden(context, { page }, ["signal", "log", "error"]);
    const args = toPositional(fn, given, context !== undefined);
    return Reflect.apply(fn, undefined, toArguments(args, context, fn.length));
  };
}

async function toResultAnswer(result: unknown, page: Page): Promise<Answer> {
  const kind = UNUSABLE.find((one) => result instanceof one);
  if (kind || ArrayBuffer.isView(result))
    throw new BadResult(
      `The result is a ${kind?.name ?? "view of bytes"}, which JSON cannot hold; return plain data`,
    );
  if (typeof result !== "object" || result === null || !isChunkSource(result))
    return toJsonAnswer(result ?? null, "The result");
  const { toEventStream } = await import("./events.js");
  return { status: 200, headers: [...EVENT_STREAM], body: toEventStream(result, page.report) };
}

/** @throws {BadResult} */
function toJsonAnswer(value: unknown, what: string): Answer {
  return { status: 200, headers: [["content-type", "application/json"]], body: toJson(value, what) };
}

const EVENT_STREAM: Answer["headers"] = [
  ["content-type", "text/event-stream"],
  ["cache-control", "no-cache"],
];

const UNUSABLE = [ArrayBuffer, Blob, Response, ReadableStream, Map, Set, Error];

function toMethodFailure(method: string): Answer {
  const answer = toDetail(405, "bad-request", `A function cannot be called with ${method}; use GET or POST`);
  return { ...answer, headers: [...answer.headers, ["allow", "GET, POST"]] };
}
