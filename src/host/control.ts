import type { Host, InvokeTarget, Outcome, ServiceQuery, WireService } from "../protocol.js";
import { parseServiceId } from "../route.js";
import { findDenial, isListed } from "./access.js";
import { CallFailure } from "./call-failure.js";
import { chooseInstance } from "./choose.js";
import type { Line } from "./find.js";
import type { Provider } from "./provider.js";
import type { Instance, Registry } from "./registry.js";

/** What one page may ask of its host. */
export function createControl(provider: Provider, { registry, recovery }: Line): Host {
  const isMember = (workspace: string) => registry.isMember(provider.client, workspace);
  const everyPage = () => recovery.settle(() => false);
  return {
    ready: async () => {},
    async register(service) {
      await everyPage();
      const refusal = findSingleton(service, provider, registry);
      if (refusal) return refusal;
      provider.services.set(service.id, service);
      registry.notify();
      return { ok: true, value: null };
    },
    async unregister(id) {
      if (provider.services.delete(id)) registry.notify();
    },
    async list({ workspace = provider.workspace, includeUnlisted = false, ...filter }) {
      await everyPage();
      const view = { isMember: isMember(workspace), includeUnlisted };
      return registry
        .list(workspace)
        .filter((instance) => isListed(instance.service, view) && matches(instance, filter))
        .map(({ service }) => service.info);
    },
    async invoke(target) {
      await everyPage();
      return invoke(target, provider, registry);
    },
    async watch(on) {
      provider.watches = on;
      registry.notify();
    },
  };
}

/** A singleton tolerates no second client, whichever of the two says so. */
function findSingleton(
  service: WireService,
  provider: Provider,
  registry: Registry,
): Outcome<null> | undefined {
  const others = registry
    .find(provider.workspace, { id: service.id })
    .filter((one) => one.provider !== provider);
  const holder = others.find((one) => one.service.singleton || service.singleton);
  if (!holder) return undefined;
  const message = `Service already exists: ${service.id}, as a singleton of client ${holder.provider.clientId}; unregister it there or use a different id`;
  return { ok: false, code: "service-exists", message };
}

function matches(
  { provider, service }: Instance,
  filter: Omit<ServiceQuery, "workspace" | "includeUnlisted">,
): boolean {
  const reference = filter.id === undefined ? undefined : parseServiceId(filter.id);
  if (reference && ("problem" in reference || reference.id !== service.id)) return false;
  if (reference?.clientId !== undefined && reference.clientId !== provider.clientId) return false;
  if (filter.type !== undefined && filter.type !== service.type) return false;
  if (filter.visibility !== undefined && filter.visibility !== service.visibility) return false;
  return filter.name === undefined || filter.name === (JSON.parse(service.info) as { name: string }).name;
}

async function invoke(target: InvokeTarget, caller: Provider, registry: Registry): Promise<Outcome<unknown>> {
  const fail = (code: string, message: string) => ({ ok: false, code, message }) as const;
  const reference = parseServiceId(target.id);
  if ("problem" in reference) return fail("service-not-found", reference.problem);
  const instance = chooseInstance(registry.find(target.workspace, reference), "last");
  if (!instance || instance === "ambiguous")
    return fail("service-not-found", `Service not found: ${target.workspace}/${target.id}`);
  const { provider, service } = instance;
  const member = registry.isMember(caller.client, target.workspace);
  if (findDenial(service, { isMember: member, hasToken: false }))
    return fail("not-permitted", `Permission denied for workspace ${target.workspace}`);
  const { workspace, path, args } = target;
  const call = { workspace, service: service.id, path, args, caller: caller.clientId, member };
  try {
    return await provider.invoke(call, service.timeout);
  } catch (error) {
    if (error instanceof CallFailure) return fail(error.code, error.message);
    throw error;
  }
}
