import { toBadService } from "./bad-service.js";
import { describeValue } from "./conventions/bad-result.js";
import type { Convention, RequireContext } from "./conventions/convention.js";
import type { DigitalOceanState } from "./conventions/digitalocean/state.js";
import { isPlainObject } from "./conventions/hypha/lookup.js";
import type { InvokeByName } from "./invoke-by-name.js";
import { findNameProblem } from "./names.js";
import type { ServiceInfo, WireService } from "./protocol.js";
import type { RunDirect } from "./recording.js";
import { checkConfig, checkConvention } from "./service-config.js";
import type { ServiceConfig } from "./service-definition.js";
import { toInfo } from "./service-info.js";
import { findTypeProblem, isStreaming, type Members, toEnv, toReachable } from "./service-type.js";

/** A registered service as its page holds it. */
export interface Service {
  readonly wire: WireService;
  readonly info: ServiceInfo;
  /** Own keys only, without a prototype. */
  readonly members: object;
  readonly requireContext: RequireContext;
  /** What a `fetch` app gets as its second argument. */
  readonly env?: object;
  readonly config: ServiceConfig;
  readonly answer: Convention;
  /** Only in DigitalOcean's convention. */
  readonly digitalOcean?: DigitalOceanState;
  /** Calls a function by its name, as `api.invoke` of any page asks for; only in DigitalOcean's convention. */
  readonly invoke?: InvokeByName;
  /** Wraps calls by `getService`. */
  readonly direct?: RunDirect;
}

/** A service whose convention is not loaded yet. */
export type CheckedService = Omit<Service, "answer">;

/** Where a service is registered. */
export interface Place {
  readonly workspace: string;
  readonly clientId: string;
  /** Absolute URL of the worker's scope. */
  readonly scope: string;
  /** Whether other pages hear of it. */
  readonly notify: boolean;
}

/**
 * Checks a definition and takes a snapshot of it; the caller's object stays as it is.
 * @throws {TabserveError} `bad-service`
 */
export function toService(definition: unknown, place: Place): CheckedService {
  if (typeof definition !== "object" || definition === null || Array.isArray(definition))
    throw toBadService(`A service must be an object, not ${describeValue(definition)}`);
  const isLiteral = isPlainObject(definition);
  const members = isLiteral ? snapshotObject(definition) : snapshotInstance(definition);
  const id = checkId(members.id ?? (isLiteral ? undefined : "default"));
  const config = checkConfig(members.config, id);
  delete members.config;
  const problem = findTypeProblem(members);
  if (problem) throw toBadService(`Service ${id} ${problem}`);
  checkConvention(config.convention, members.type, id);
  const reachable = toReachable(members, definition);
  const env = toEnv(members);
  const info = toInfo(id, members, { config, place, reachable });
  return {
    wire: {
      id,
      type: info.type,
      visibility: config.visibility ?? "protected",
      singleton: config.singleton ?? false,
      notify: place.notify,
      timeout: (config.timeout ?? 30) * 1000,
      streams: isStreaming(info.type, config.stream),
      since: tick(),
      info: JSON.stringify(info),
    },
    info,
    members: reachable,
    requireContext: config.require_context ?? false,
    ...(env && { env }),
    config,
  };
}

let lastTick = 0;

/** Epoch milliseconds that never repeat: browsers make the clock coarse. */
function tick(): number {
  lastTick = Math.max(performance.timeOrigin + performance.now(), lastTick + 0.001);
  return lastTick;
}

function snapshotObject(definition: object): Members {
  return Object.assign(Object.create(null), definition);
}

/** Own and prototype methods, bound to the instance. */
function snapshotInstance(instance: object): Members {
  const members: Members = Object.create(null);
  for (let level = instance; isClassLevel(level); level = Object.getPrototypeOf(level)) {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (key in members || (key === "constructor" && level !== instance)) continue;
      members[key] = typeof value === "function" ? value.bind(instance) : value;
    }
  }
  return members;
}

/** Everything up to, but without, `Object.prototype`, also that of another realm. */
function isClassLevel(level: object | null): level is object {
  return level !== null && Object.getPrototypeOf(level) !== null;
}

function checkId(id: unknown): string {
  const problem = id === undefined ? "is missing" : findNameProblem(id);
  if (problem)
    throw toBadService(
      `Service id ${describeValue(id)} ${problem}; give the service an id such as "hello-functions"`,
    );
  return id as string;
}
