import type { Answer } from "../conventions/convention.js";
import { addCors } from "../conventions/hypha/cors.js";
import { Refusal } from "../conventions/refusal.js";
import { type Address, parseMode, parseServiceId } from "../route.js";
import { CallFailure, ServiceAbsent } from "./call-failure.js";
import { toErrorResponse } from "./error-response.js";
import {
  type Asked,
  findInstance,
  findLeft,
  type Incoming,
  type Line,
  refuseGone,
  refuseMissing,
  type Search,
  type Target,
} from "./find.js";
import { isSafe, toResponse, toWireRequest, type WireRequest } from "./http.js";
import { listServices } from "./list.js";
import type { Registry } from "./registry.js";

/** One request through the line: provider, access, call, answer. Never rejects. */
export async function dispatch(incoming: Incoming, line: Line): Promise<Response> {
  const { request, address, clientId } = incoming;
  try {
    if (address.serviceId === "" && isSafe(request.method))
      return toResponse(await listServices(incoming, line), request.method);
    const target = toTarget(address);
    if (address.path === "" && address.face === "apps" && request.method === "GET")
      return redirectToSlash(request.url);
    const { recovery, registry } = line;
    if (!recovery.isOver)
      await recovery.settle(
        () =>
          isSafe(request.method) &&
          !recovery.isMissing(clientId) &&
          registry.find(address.workspace, target).length > 0,
      );
    const answer = await callProvider({ incoming, target, absent: new Set() }, line);
    return toResponse(answer, request.method);
  } catch (error) {
    return toErrorResponse(error, request, address.face);
  }
}

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

/** Asks one provider after the other: a call that one never got, or that is safe to repeat, goes to the next. */
async function callProvider(search: Search, line: Line): Promise<Answer> {
  const { request, address, isEarly } = search.incoming;
  // One that an earlier boot may have sent already is compared with its body.
  const chosen = isEarly ? undefined : (findInstance(search, line) ?? refuseMissing(address, line));
  let wireRequest = await toWireRequest(request, address, chosen?.service.streams && !isSafe(request.method));
  let asked: Asked =
    chosen ??
    findLeft(wireRequest, search, line) ??
    findInstance(search, line) ??
    refuseMissing(address, line);
  for (;;) {
    try {
      return await callInstance(asked, wireRequest, { incoming: search.incoming, registry: line.registry });
    } catch (error) {
      if (error instanceof ServiceAbsent) {
        search.absent.add(asked.provider);
        wireRequest = { ...wireRequest, body: error.body };
        asked = findInstance(search, line) ?? refuseMissing(address, line);
      } else {
        if (!(error instanceof CallFailure && error.code === "provider-gone")) throw error;
        if (error.isDelivered && !isSafe(request.method)) refuseGone(address);
        asked = findInstance(search, line) ?? refuseGone(address);
      }
    }
  }
}

async function callInstance(
  { provider, service }: Asked,
  wireRequest: WireRequest,
  { incoming, registry }: { incoming: Incoming; registry: Registry },
): Promise<Answer> {
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
  const answer = await provider.call(call, { timeout: service.timeout, transfer, handled });
  const acknowledge = () => provider.acknowledge(answer.id);
  handled.then(acknowledge, acknowledge); // one that is not taken has nobody waiting either
  return answer;
}
