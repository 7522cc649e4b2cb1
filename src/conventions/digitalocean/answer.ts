import type { Answer, Call, Convention, ConventionService, Page } from "../convention.js";
import { Refusal } from "../refusal.js";
import { prefersAsync, toAcceptedAnswer } from "./accepted.js";
import { findTarget, type Target } from "./address.js";
import { readBody } from "./body.js";
import { addCors } from "./cors.js";
import { toErrorAnswer } from "./error-answer.js";
import { toEvent } from "./event.js";
import { toId, toRequestId } from "./ids.js";
import { render } from "./render.js";
import { type Ending, reportFault, runFunction } from "./run.js";
import type { FunctionSettings } from "./settings.js";
import type { DigitalOceanState } from "./state.js";

/** One call, and what is known of it before anything is checked. */
interface Exchange {
  readonly service: ConventionService;
  readonly call: Call;
  readonly page: Page;
  readonly state: DigitalOceanState;
  readonly requestId: string;
}

/** A call whose function is found. */
interface Reached extends Exchange {
  readonly target: Target;
  readonly settings: FunctionSettings;
}

/** The DigitalOcean Functions convention for one registered service. */
export function answerDigitalOcean(state: DigitalOceanState): Convention {
  return async (service, call, page) => {
    const exchange = { service, call, page, state, requestId: toRequestId(call.headers, page.random) };
    try {
      return await answerExchange(exchange);
    } catch (error) {
      return withCors(toFailed(error, exchange), call);
    }
  };
}

async function answerExchange(exchange: Exchange): Promise<Answer> {
  const { call, service, state } = exchange;
  const target = findTarget(service.members, call.path, state);
  const settings = state.getSettings(target.name);
  const reached = { ...exchange, target, settings };
  const answer = await toCheckedAnswer(reached).catch((error: unknown) => toFailed(error, exchange));
  const sent = call.method.toUpperCase() === "HEAD" ? withoutBody(answer) : answer;
  return settings.annotations["web-custom-options"] ? sent : withCors(sent, call);
}

/** The order of the checks is OpenWhisk's. */
async function toCheckedAnswer(reached: Reached): Promise<Answer> {
  const { settings, target, page, state } = reached;
  if (!target.fn || settings.web === false)
    throw new Refusal(404, "function-not-found", "The requested resource does not exist.");
  const leave = state.getThrottle(target.name).enter(settings.limits, (page.now ?? Date.now)());
  try {
    const { answer, ended } = await answerAdmitted(reached, target.fn);
    if (ended) ended.finally(leave);
    else leave();
    return answer;
  } catch (error) {
    leave();
    throw error;
  }
}

/** An answer, and the end of a run that it did not wait for. */
interface Admitted {
  readonly answer: Answer;
  readonly ended?: Promise<unknown>;
}

async function answerAdmitted(reached: Reached, fn: NonNullable<Target["fn"]>): Promise<Admitted> {
  const { call, settings, target, page, requestId } = reached;
  const bytes = await readBody(call.body, settings.limits.payload);
  const isOptions = call.method.toUpperCase() === "OPTIONS";
  const hasOwnOptions = settings.annotations["web-custom-options"] === true;
  if (isOptions && !hasOwnOptions) return { answer: { status: 200, headers: [], body: null } };
  if (!isOptions) refuseStranger(call, settings.webSecure);
  const userAgent = page.userAgent ?? "Tabserve";
  const facts = { path: target.path, requestId, url: page.scope, userAgent };
  const event = toEvent(call, bytes, { facts, settings });
  const { workspace, service } = call;
  const isWaiting = !prefersAsync(call);
  const activationId = toId(page.random);
  const names = { activationId, name: target.name, namespace: workspace, package: service };
  const { extension } = target;
  const isResultKept = extension !== "json" || !isWaiting;
  const ended = runFunction({ ...reached, ...names, fn, extension, isResultKept }, event, page);
  if (isWaiting) return { answer: await toAnswer((await ended).ending, extension, page) };
  const told = ended.then(({ ending }) => reportFault(ending, page));
  page.waitUntil?.(told);
  return { answer: toAcceptedAnswer(activationId), ended };
}

/** @throws {Refusal} 401 */
export function refuseStranger(call: Call, secret: FunctionSettings["webSecure"]): void {
  if (secret === false) return;
  const given = call.headers.find(([name]) => name.toLowerCase() === "x-require-whisk-auth")?.[1];
  if (given === secret) return;
  const message = "Authentication is possible but has failed or not yet been provided.";
  throw new Refusal(401, "not-permitted", message);
}

async function toAnswer(ending: Ending, extension: Target["extension"], page: Page): Promise<Answer> {
  if (ending.statusCode === 2) throw ending.refusal;
  return render(ending.result, extension, page.report);
}

/** The one place where a call's faults become answers; what a developer has to know goes to the page's console. */
function toFailed(error: unknown, { page, requestId }: Exchange): Answer {
  if (!(error instanceof Refusal)) {
    page.report(error);
    return toErrorAnswer(
      new Refusal(500, "host-failed", "There was an error processing your request."),
      requestId,
    );
  }
  if (error.cause !== undefined) page.report(error.cause);
  return toErrorAnswer(error, requestId);
}

function withCors(answer: Answer, call: Call): Answer {
  return { ...answer, headers: addCors(answer.headers, call.headers) };
}

function withoutBody(answer: Answer): Answer {
  if (answer.body instanceof ReadableStream) answer.body.cancel().catch(() => {});
  return { ...answer, body: null };
}
