import type { Answer, Call, ConventionService, Page } from "../convention.js";
import { toFault } from "../fault.js";
import { toContext } from "../hypha/answer.js";
import { type Context, isContextRequired, toArguments } from "../hypha/context.js";
import { addCors } from "../hypha/cors.js";
import { addHidden } from "../hypha/hidden.js";
import type { Callable } from "../hypha/lookup.js";
import { toAnonymousUser, type User } from "../hypha/user.js";
import { Exchange } from "./exchange.js";
import { toReceive } from "./receive.js";
import { toScope } from "./scope.js";

/**
 * One call of an app with `serve({ scope, receive, send })` (ASGI 3; Hypha, ASGI apps). It may go on after its answer is
 * complete, for background tasks. CORS headers are added as for functions; its own win. Never rejects.
 */
export async function answerAsgi(service: ConventionService, call: Call, page: Page): Promise<Answer> {
  const origin = call.headers.find(([name]) => name.toLowerCase() === "origin")?.[1];
  const answer = await serve(service, call, page).catch((error: unknown) => toFault(error, page));
  return { ...answer, headers: addCors(answer.headers, origin) };
}

function serve(service: ConventionService, call: Call, page: Page): Promise<Answer> {
  const exchange = new Exchange(page);
  const served = invoke(exchange, service, { call, page }).then(
    () => exchange.finish(),
    (error: unknown) => exchange.finish({ error }),
  );
  page.waitUntil?.(served);
  return exchange.toAnswer();
}

async function invoke(
  { send, over }: Exchange,
  service: ConventionService,
  { call, page }: { readonly call: Call; readonly page: Page },
): Promise<void> {
  const { serve: app } = service.members as { readonly serve: Callable };
  const user = toAnonymousUser(call.workspace, call.caller, call.member);
  const context = isContextRequired(service.requireContext, ["serve"])
    ? toServeContext(call, { page, user })
    : undefined;
  const scope = toScope(call, page, { user, context });
  const receive = toReceive(call.body, over);
  await Reflect.apply(app, undefined, toArguments([{ scope, receive, send }], context, app.length));
}

function toServeContext(call: Call, { page, user }: { readonly page: Page; readonly user: User }): Context {
  const context = toContext({
    ...call,
    clientId: page.clientId,
    session: page.random(),
    keys: ["serve"],
    user,
  });
  addHidden(context, { page }, ["signal"]);
  return context;
}
