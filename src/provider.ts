import { answerHypha, describeThrown, type HyphaPage, toContext } from "./conventions/hypha/answer.js";
import { isContextRequired, toArguments } from "./conventions/hypha/context.js";
import { addCors } from "./conventions/hypha/cors.js";
import { toFailure } from "./conventions/hypha/failure.js";
import { walk } from "./conventions/hypha/lookup.js";
import { toAnonymousUser } from "./conventions/hypha/user.js";
import type { Outcome, ToWorker, WireAnswer, WireCall, WireInvoke } from "./protocol.js";
import type { Service } from "./service.js";

/** The page that answers. */
export interface Provider extends HyphaPage {
  readonly services: ReadonlyMap<string, Service>;
}

/** Answers one call of the worker on the port it came from. */
export async function answer(
  data: WireCall | WireInvoke,
  port: MessagePort,
  provider: Provider,
): Promise<void> {
  const reply: ToWorker =
    data.type === "call"
      ? { ...(await answerCall(data, provider)), id: data.id }
      : { ...(await answerInvoke(data, provider)), id: data.id };
  post(port, reply);
}

async function answerCall(call: WireCall, provider: Provider): Promise<WireAnswer> {
  const service = provider.services.get(call.service);
  if (service) return answerHypha({ ...service, id: call.service }, call, provider);
  const gone = toFailure(404, "service-not-found", `Service not found: ${call.workspace}/${call.serviceId}`);
  return { ...gone, headers: addCors(gone.headers, undefined) };
}

async function answerInvoke(call: WireInvoke, provider: Provider): Promise<Outcome<unknown>> {
  const service = provider.services.get(call.service);
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
        clientId: provider.clientId,
        session: provider.random(),
        keys: call.path,
        user: toAnonymousUser(call.workspace, call.caller, call.member),
      })
    : undefined;
  try {
    const value: unknown = await Reflect.apply(fn, undefined, toArguments(call.args, context, fn.length));
    return { ok: true, value };
  } catch (error) {
    provider.report(error);
    return { ok: false, code: "handler-threw", message: describeThrown(error) };
  }
}

function post(port: MessagePort, reply: ToWorker): void {
  if ("body" in reply && reply.body instanceof ArrayBuffer) return port.postMessage(reply, [reply.body]);
  try {
    port.postMessage(reply);
  } catch (error) {
    const failure: Outcome<unknown> = {
      ok: false,
      code: "bad-result",
      message: `The result cannot be sent to another page: ${error}`,
    };
    port.postMessage({ ...failure, id: reply.id });
  }
}
