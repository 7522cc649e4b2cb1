import { addCors } from "../src/conventions/hypha/cors.js";
import type { WireAnswer } from "../src/protocol.js";
import { type Address, type Mode, parseMode, parseServiceId, type ServiceReference } from "../src/route.js";
import { type Caller, findDenial } from "./access.js";
import { chooseInstance } from "./choose.js";
import { isSafe, toResponse, toWireRequest, type WireRequest } from "./http.js";
import { CallFailure } from "./provider.js";
import type { Recovery } from "./recovery.js";
import { Refusal, toErrorResponse } from "./refusal.js";
import type { Instance, Registry } from "./registry.js";

/** What the line of a request runs through. */
export interface Line {
  readonly registry: Registry;
  readonly recovery: Recovery;
}

/** A request whose URL is ours. */
export interface Incoming {
  readonly request: Request;
  readonly address: Address;
  /** The worker's id of the caller; `""` for navigations. */
  readonly clientId: string;
  /** Whether it came with the worker's start. */
  readonly isEarly: boolean;
  /** Resolves when the browser has taken the answer. */
  readonly handled: Promise<unknown>;
}

/** One request through the line: provider, access, call, answer. Never rejects. */
export async function dispatch(incoming: Incoming, line: Line): Promise<Response> {
  const { request, address, clientId } = incoming;
  try {
    const target = toTarget(address);
    if (address.path === "" && request.method === "GET") return redirectToSlash(request.url);
    const { recovery, registry } = line;
    if (!recovery.isOver)
      await recovery.settle(
        () =>
          isSafe(request.method) &&
          !recovery.isMissing(clientId) &&
          registry.find(address.workspace, target).length > 0,
      );
    const answer = await callProvider(incoming, target, line);
    return toResponse(answer, request.method);
  } catch (error) {
    return toErrorResponse(error, request);
  }
}

type Target = ServiceReference & { readonly mode: Mode };

function toTarget(address: Address): Target {
  const reference = parseServiceId(address.serviceId);
  if ("problem" in reference) throw new Refusal(400, "bad-address", reference.problem);
  const mode = parseMode(address.query);
  if (typeof mode === "object") throw new Refusal(400, "bad-address", mode.problem);
  return { ...reference, mode };
}

/** A page at `/W/apps/S` would resolve its relative links beside the service; the query is kept. */
function redirectToSlash(url: string): Response {
  const { pathname, search } = new URL(url);
  return new Response(null, {
    status: 307,
    headers: addCors([["location", `${pathname}/${search}`]], undefined),
  });
}

/** Asks the chosen provider. A call that a dead one never got, or that is safe to repeat, goes to the next. */
async function callProvider(
  incoming: Incoming,
  target: Target,
  { registry, recovery }: Line,
): Promise<WireAnswer> {
  const { request, address } = incoming;
  let instance = findInstance(incoming, target, registry) ?? refuseMissing(address, { registry, recovery });
  const wireRequest = await toWireRequest(request, address);
  for (;;) {
    try {
      return await callInstance(instance, wireRequest, { incoming, registry });
    } catch (error) {
      if (!(error instanceof CallFailure) || error.code !== "provider-gone") throw error;
      const next =
        error.isDelivered && !isSafe(request.method) ? undefined : findInstance(incoming, target, registry);
      if (!next)
        throw new Refusal(
          503,
          "provider-gone",
          `The page that provided ${nameOf(address)} is gone; call again`,
        );
      instance = next;
    }
  }
}

async function callInstance(
  { provider, service }: Instance,
  wireRequest: WireRequest,
  { incoming, registry }: { incoming: Incoming; registry: Registry },
): Promise<WireAnswer> {
  const { request, address, clientId, isEarly, handled } = incoming;
  const connection = registry.findByClient(clientId, address.workspace);
  const caller = connection?.clientId ?? clientId;
  const call = {
    ...wireRequest,
    service: service.id,
    client: clientId,
    isEarly,
    member: connection !== undefined,
    ...(caller && { caller }),
  };
  // A transferred body is gone: a call that may be made again sends a copy.
  const transfer = wireRequest.body && !isSafe(request.method) ? [wireRequest.body] : [];
  const answer = await provider.call(call, { timeout: service.timeout, transfer });
  handled.then(
    () => provider.acknowledge(answer.id),
    () => {}, // not taken: should the request come again, the answer is still there
  );
  return answer;
}

/** The permission check comes before any look at functions, so that an outsider cannot probe their names. */
function findInstance(incoming: Incoming, target: Target, registry: Registry): Instance | undefined {
  const { request, address, clientId } = incoming;
  const instances = registry.find(address.workspace, target);
  if (instances.length === 0) return undefined;
  const caller = {
    isMember: registry.isMember(clientId, address.workspace),
    hasToken: request.headers.get("authorization")?.startsWith("Bearer ") ?? false,
  };
  const reachable = instances.filter(({ service }) => !findDenial(service, caller));
  if (reachable.length === 0) throw toDenied(address.workspace, caller);
  const chosen = chooseInstance(reachable, target.mode);
  if (chosen === "ambiguous")
    throw new Refusal(
      400,
      "ambiguous",
      `Multiple services found for ${nameOf(address)}; name one as clientid:service, or another _mode`,
    );
  if (chosen && chosen.service.type !== "functions")
    throw new Refusal(500, "invalid-service-type", `Invalid service type: ${chosen.service.type}`);
  return chosen;
}

function toDenied(workspace: string, caller: Caller): Refusal {
  return caller.hasToken
    ? new Refusal(401, "bad-token", `Invalid token for workspace ${workspace}`)
    : new Refusal(
        403,
        "not-permitted",
        `Permission denied for workspace ${workspace}; connect() this page to it, or make the service public`,
      );
}

function refuseMissing(address: Address, { registry, recovery }: Line): never {
  const { workspace } = address;
  if (recovery.isSilent(workspace))
    throw new Refusal(
      503,
      "provider-gone",
      `A page of workspace ${workspace} does not answer, and it may provide ${nameOf(address)}`,
    );
  if (!registry.hasWorkspace(workspace))
    throw new Refusal(
      404,
      "workspace-not-found",
      `Workspace ${workspace} does not exist or is not accessible`,
    );
  throw new Refusal(404, "service-not-found", `Service not found: ${nameOf(address)}`);
}

function nameOf({ workspace, serviceId }: Address): string {
  return `${workspace}/${serviceId}`;
}
