import type { Answer, Page } from "./conventions/convention.js";
import { describeThrown, toContext } from "./conventions/hypha/answer.js";
import { isContextRequired, toArguments } from "./conventions/hypha/context.js";
import { walk } from "./conventions/hypha/lookup.js";
import { toAnonymousUser } from "./conventions/hypha/user.js";
import type { Execution, Reply } from "./execution.js";
import type { CallSession, Executions } from "./executions.js";
import type {
  Outcome,
  ToPage,
  ToWorker,
  WireBoot,
  WireCall,
  WireHeaders,
  WireInvoke,
  WireServices,
} from "./protocol.js";
import type { Service } from "./service.js";

/** Who answers: a page, or a worker with services of its own. */
export interface Provider {
  readonly services: ReadonlyMap<string, Service>;
  readonly executions: Executions;
  readonly page: Page;
  readonly cookies?: Cookies;
}

/** A worker sees no cookies of its requests, and browsers drop those of its answers. */
export interface Cookies {
  /** As a request's header has them. */
  read(): string | Promise<string>;
  /**
   * Keeps an answer's cookies and gives the answer without them.
   * @param scope of the worker, absolute: the path of cookies that name none
   */
  store(answer: Answer, scope: string): Promise<Answer>;
}

/** Milliseconds that a call is on its way to a page that is neither frozen nor busy. */
const LATE = 1_000;

/** Deals with what the worker says about calls. */
export function onCallMessage(
  message: Exclude<ToPage, WireBoot | WireServices>,
  session: CallSession,
  provider: Provider,
): void {
  const { executions } = provider;
  if (message.type === "acknowledge") executions.acknowledge(session, message.id);
  else if (message.type === "confirm") executions.confirm(session, message.id);
  else if (message.type === "cancel") executions.cancel(session, message);
  else void answer(message, session, provider);
}

/** Answers one call of the worker on the session that asked last: a restarted worker asks again. */
export async function answer(
  call: WireCall | WireInvoke,
  session: CallSession,
  provider: Provider,
): Promise<void> {
  const joined = call.type === "call" ? provider.executions.join(call, session) : undefined;
  const isDoubtful = session.isReplaced || Date.now() - call.at > LATE;
  if (isDoubtful && !joined) await confirm(call.id, session);
  if (call.type === "invoke") return postOutcome(session.port, call.id, await answerInvoke(call, provider));
  const execution = joined ?? start(call, session, provider);
  if (!execution) return postAbsent(session.port, call);
  const reply = await execution.answer;
  const isStillAsking = execution.session === session && execution.id === call.id;
  if (isStillAsking) postAnswer(session.port, call.id, reply);
}

/** Nothing when the service is gone meanwhile. */
function start(
  call: WireCall,
  session: CallSession,
  { services, executions, page, cookies }: Provider,
): Execution | undefined {
  const service = services.get(call.service);
  if (!service) return undefined;
  return executions.start(call, session, async (execution) => {
    const { body } = execution;
    const own: Page = {
      ...page,
      signal: () => execution.signal,
      waitUntil: (promise) => execution.waitUntil(promise),
    };
    const read = cookies?.read();
    const cookie = typeof read === "object" ? await read : read; // a page's handler need not wait for a turn
    const headers: WireHeaders = cookie ? [...call.headers, ["cookie", cookie]] : call.headers;
    const answer = await service.answer({ ...service, id: call.service }, { ...call, body, headers }, own);
    return cookies && answer.headers.some(isSetCookie) ? cookies.store(answer, page.scope) : answer;
  });
}

const isSetCookie = ([name]: [string, string]) => name.toLowerCase() === "set-cookie";

/** Settles when the worker says that somebody waits still. A dead one never does: the call is forgotten with its session. */
function confirm(id: number, { port, late }: CallSession): Promise<void> {
  post(port, { type: "confirm", id });
  return new Promise((resolve) => late.set(id, resolve));
}

async function answerInvoke(call: WireInvoke, { services, page }: Provider): Promise<Outcome<unknown>> {
  const service = services.get(call.service);
  if (service?.invoke && call.path.length === 0) return service.invoke(call, page);
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
    const run = (): unknown => Reflect.apply(fn, undefined, toArguments(call.args, context, fn.length));
    const value = await (service.direct ? service.direct(call, context, run) : run());
    return { ok: true, value };
  } catch (error) {
    page.report(error);
    return { ok: false, code: "handler-threw", message: describeThrown(error) };
  }
}

/** Bytes stay the handler's, which may send them again: a copy is handed over. A stream is handed over once. */
function postAnswer(port: MessagePort, id: number, { body, ...head }: Reply): void {
  if (typeof body === "object" && body !== null && "take" in body) {
    const wire = body.take();
    if (!wire) return post(port, { type: "spent", id });
    return post(port, { ...head, type: "answer", id, body: wire }, [wire]);
  }
  if (!(body instanceof Uint8Array)) return post(port, { ...head, type: "answer", id, body });
  const copy = body.slice();
  post(port, { ...head, type: "answer", id, body: copy }, [copy.buffer]);
}

function postAbsent(port: MessagePort, { id, body }: WireCall): void {
  post(port, { type: "absent", id, body }, body ? [body] : []);
}

function postOutcome(port: MessagePort, id: number, outcome: Outcome<unknown>): void {
  try {
    post(port, { ...outcome, type: "outcome", id });
  } catch (error) {
    const message = `The result cannot be sent to another page: ${error}`;
    post(port, { type: "outcome", id, ok: false, code: "bad-result", message });
  }
}

function post(port: MessagePort, message: ToWorker, transfer: Transferable[] = []): void {
  port.postMessage(message, transfer);
}
