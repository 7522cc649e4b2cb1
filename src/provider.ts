import type { Answer, Page } from "./conventions/convention.js";
import { describeThrown, toContext } from "./conventions/hypha/answer.js";
import { isContextRequired, toArguments } from "./conventions/hypha/context.js";
import { addCors } from "./conventions/hypha/cors.js";
import { toFailure } from "./conventions/hypha/failure.js";
import { walk } from "./conventions/hypha/lookup.js";
import { toAnonymousUser } from "./conventions/hypha/user.js";
import type { CallSession, Executions } from "./executions.js";
import type { Outcome, WireCall, WireInvoke } from "./protocol.js";
import type { Service } from "./service.js";

/** The page that answers. */
export interface Provider {
  readonly services: ReadonlyMap<string, Service>;
  readonly executions: Executions;
  readonly page: Page;
}

/** Answers one call of the worker on the session that asked last: a restarted worker asks again. */
export async function answer(
  call: WireCall | WireInvoke,
  session: CallSession,
  provider: Provider,
): Promise<void> {
  if (call.type === "invoke")
    return postOutcome(session.port, { ...(await answerInvoke(call, provider)), id: call.id });
  const execution = provider.executions.run(call, session, (signal) => answerCall(call, provider, signal));
  const reply = await execution.answer;
  const isStillAsking = execution.session === session && execution.id === call.id;
  if (reply && isStillAsking) postAnswer(session.port, { ...reply, id: call.id });
}

async function answerCall(
  call: WireCall,
  { services, page }: Provider,
  signal: () => AbortSignal,
): Promise<Answer> {
  const service = services.get(call.service);
  if (service) return service.answer({ ...service, id: call.service }, call, { ...page, signal });
  const gone = toFailure(404, "service-not-found", `Service not found: ${call.workspace}/${call.serviceId}`);
  return { ...gone, headers: addCors(gone.headers, undefined) };
}

async function answerInvoke(call: WireInvoke, { services, page }: Provider): Promise<Outcome<unknown>> {
  const service = services.get(call.service);
  const fn = service && walk(service.members, call.path);
  if (!service || !fn)
    return {
      ok: false,
      code: "function-not-found",
      message: `Function not found: ${call.service}.${call.path.join(".")}`,
    };
  const context = isContextRequired(service.requireContext, call.path)
    ? toContext({
        ...call,
        clientId: page.clientId,
        session: page.random(),
        keys: call.path,
        user: toAnonymousUser(call.workspace, call.caller, call.member),
      })
    : undefined;
  try {
    const value: unknown = await Reflect.apply(fn, undefined, toArguments(call.args, context, fn.length));
    return { ok: true, value };
  } catch (error) {
    page.report(error);
    return { ok: false, code: "handler-threw", message: describeThrown(error) };
  }
}

/** Bytes stay the handler's, which may send them again: a copy is handed over. */
function postAnswer(port: MessagePort, reply: Answer & { readonly id: number }): void {
  if (reply.body instanceof ReadableStream) return port.postMessage(reply, [reply.body]);
  if (!(reply.body instanceof Uint8Array)) return port.postMessage(reply);
  const body = reply.body.slice();
  port.postMessage({ ...reply, body }, [body.buffer]);
}

function postOutcome(port: MessagePort, reply: Outcome<unknown> & { readonly id: number }): void {
  try {
    port.postMessage(reply);
  } catch (error) {
    const message = `The result cannot be sent to another page: ${error}`;
    port.postMessage({ ok: false, code: "bad-result", message, id: reply.id });
  }
}
