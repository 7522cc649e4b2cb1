import type { ServiceDefinition, ServiceInfo, Workspace } from "../../../index.js";

/** The service that two pages provide. */
const ID = "relay";

/** Milliseconds that each call takes: long enough to be met in the middle of one. */
const TIME = 60;

/** A service that answers who answered. */
export function toRelay(who: string, onCall: () => void = () => {}): ServiceDefinition {
  return {
    ...{ id: ID, type: "functions", config: { visibility: "public", activations: false } },
    who: async () => {
      onCall();
      await new Promise((resolve) => setTimeout(resolve, TIME));
      return { status: 200, body: who };
    },
  };
}

/** @returns the service, and where its function answers */
export async function registerRelay(
  { registerService }: Workspace,
  relay: ServiceDefinition,
): Promise<{ readonly info: ServiceInfo; readonly url: string }> {
  const info = await registerService(relay, { overwrite: true });
  return { info, url: `${info.url}who/` };
}
