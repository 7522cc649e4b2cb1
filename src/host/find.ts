import { Refusal } from "../conventions/refusal.js";
import type { WireService } from "../protocol.js";
import { toHash, toRequestKey, UNHASHED } from "../repeat.js";
import type { Address, Mode, ServiceReference } from "../route.js";
import { type Caller, findDenial } from "./access.js";
import { chooseInstance } from "./choose.js";
import { isSafe, type WireRequest } from "./http.js";
import type { Provider } from "./provider.js";
import type { RecoveryState } from "./recovered.js";
import type { Instance, Registry } from "./registry.js";

/** What the line of a request runs through. */
export interface Line {
  readonly registry: Registry;
  readonly recovery: RecoveryState;
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

export type Target = ServiceReference & { readonly mode: Mode };

/** A request that looks for who is to answer it. */
export interface Search {
  readonly incoming: Incoming;
  readonly target: Target;
  /** Pages that turned out not to have the service any more. */
  readonly absent: Set<Provider>;
}

/** Who is asked, and what is needed to ask. */
export interface Asked {
  readonly provider: Provider;
  readonly service: Pick<WireService, "id" | "timeout" | "streams">;
}

/** Types of services that answer HTTP; those of any type can be called by name. */
const HTTP_TYPES = new Set(["functions", "fetch", "asgi", "ASGI"]);

/** Of a service that was unregistered while its function runs. */
const UNREGISTERED = { timeout: 30_000, streams: false };

/**
 * Where a request ran already, because an earlier boot asked and died before the browser took the answer.
 * @throws {Refusal} when nobody can tell any more, and the call must not run twice
 */
export function findLeft(
  request: WireRequest,
  { incoming, target: { id } }: Search,
  { registry, recovery }: Line,
): Asked | undefined {
  const { address, clientId } = incoming;
  const toKey = (hash: string) => toRequestKey({ ...request, client: clientId }, hash);
  const hash = request.body instanceof MessagePort ? UNHASHED : toHash(request.body);
  const left = registry.hasLeft ? registry.takeLeft(toKey(hash)) : undefined;
  if (left && left !== "lost")
    return { provider: left, service: left.services.get(id) ?? { ...UNREGISTERED, id } };
  // Whether a body that was streamed was this one, nobody can tell.
  const wasStreamed = registry.hasLeft && registry.takeLeft(toKey(UNHASHED)) !== undefined;
  const isUnknown = left === "lost" || wasStreamed || recovery.isUncertain(address.workspace);
  return isUnknown && !isSafe(request.method) ? refuseGone(address) : undefined;
}

/** The permission check comes before any look at functions, so that an outsider cannot probe their names. */
export function findInstance({ incoming, target, absent }: Search, { registry }: Line): Instance | undefined {
  const { request, address, clientId } = incoming;
  const instances = registry.find(address.workspace, target).filter((one) => !absent.has(one.provider));
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
  if (chosen && address.face === "apps" && !HTTP_TYPES.has(chosen.service.type))
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

export function refuseMissing(address: Address, { registry, recovery }: Line): never {
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

export function refuseGone(address: Address): never {
  const message = `The page that provided ${nameOf(address)} is gone; call again`;
  throw new Refusal(503, "provider-gone", message);
}

function nameOf({ workspace, serviceId }: Address): string {
  return `${workspace}/${serviceId}`;
}
