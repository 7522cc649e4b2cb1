import { decodePercent } from "../../route.js";
import { BadResult } from "../bad-result.js";
import { isChunkSource } from "../chunk-source.js";
import type { Answer, Call, ConventionService, Page } from "../convention.js";
import { describeThrown, toContext } from "../hypha/answer.js";
import { isContextRequired, toArguments } from "../hypha/context.js";
import { addCors } from "../hypha/cors.js";
import { addHidden } from "../hypha/hidden.js";
import { type Callable, toFunctionPath, walk } from "../hypha/lookup.js";
import { toAnonymousUser } from "../hypha/user.js";
import { toJson } from "../json.js";
import { BadRequest, parseArguments, toPositional } from "./arguments.js";
import { toDetail } from "./failure.js";

/**
 * One call of a function by its name, `GET|POST /<workspace>/services/<service>/<function>` (Hypha, HTTP API of services):
 * query or JSON in, JSON out, a generator as server-sent events. `call.path` is `/<function>`, with dots between nested
 * names; a GET without one is told about the service. Never rejects.
 */
export async function answerRest(service: ConventionService, call: Call, page: Page): Promise<Answer> {
  const origin = call.headers.find(([name]) => name.toLowerCase() === "origin")?.[1];
  const answer = await toRestAnswer(service, call, page);
  return { ...answer, headers: addCors(answer.headers, origin) };
}

async function toRestAnswer(service: ConventionService, call: Call, page: Page): Promise<Answer> {
  if (call.path === "/" && /^(GET|HEAD)$/i.test(call.method) && service.info)
    return toJsonAnswer(service.info, "info");
  const name = toFunctionPath(decodePercent(call.path));
  if (!/^(GET|POST)$/i.test(call.method)) return toMethodFailure(call.method);
  const found = findByName(service.members, name);
  if (!found) return toDetail(404, "function-not-found", `Function not found: ${name}`);
  try {
    return await toResultAnswer(await invoke(found, service, { call, page }), page);
  } catch (error) {
    if (error instanceof BadRequest) return toDetail(error.status, "bad-request", error.message);
    if (error instanceof BadResult) return toDetail(500, "bad-result", error.message);
    page.report(error);
    return toDetail(500, "handler-threw", describeThrown(error));
  }
}

interface Found {
  readonly fn: Callable;
  readonly keys: readonly string[];
}

/** `a.b` is `b` in `a`, or else a function of that very name. */
function findByName(members: object, name: string): Found | undefined {
  for (const keys of [name.split("."), [name]]) {
    const fn = walk(members, keys);
    if (fn) return { fn, keys };
  }
  return undefined;
}

async function invoke(
  { fn, keys }: Found,
  service: ConventionService,
  { call, page }: { readonly call: Call; readonly page: Page },
): Promise<unknown> {
  const given = await parseArguments(call);
  const user = toAnonymousUser(call.workspace, call.caller, call.member);
  const context = isContextRequired(service.requireContext, keys)
    ? toContext({ ...call, clientId: page.clientId, session: page.random(), keys, user })
    : undefined;
  if (context) addHidden(context, { page }, ["signal", "log", "error"]);
  const args = toPositional(fn, given, context !== undefined);
  return Reflect.apply(fn, undefined, toArguments(args, context, fn.length));
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
