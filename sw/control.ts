import * as Comlink from "comlink";
import { createControl } from "../src/host/control.js";
import { Provider } from "../src/host/provider.js";
import type { Registry } from "../src/host/registry.js";
import type { Hello } from "../src/protocol.js";
import { cancelGone } from "./callers.js";
import type { Deaths } from "./deaths.js";
import type { Recovery } from "./recovery.js";

/** Where a hello came from and where it goes. */
export interface Arrival {
  readonly event: ExtendableMessageEvent;
  readonly client: Client;
  /** Of this start of the worker. */
  readonly boot: string;
  readonly deaths: Deaths;
  readonly registry: Registry;
  readonly recovery: Recovery;
}

/** Takes a page's connection in, until its lock is free. */
export function acceptHello(
  hello: Hello,
  { event, client, boot, deaths, registry, recovery }: Arrival,
): void {
  const [control, calls] = event.ports;
  if (!control || !calls || !isHello(hello)) return;
  const provider = new Provider(hello, { boot, client: client.id, calls });
  registry.add(provider);
  recovery.resolve(hello.lock);
  deaths.wait(hello.lock, () => {
    control.close();
    registry.remove(provider);
    provider.end();
    for (const other of registry.providers) cancelGone(other);
  });
  Comlink.expose(createControl(provider, { registry, recovery }), control);
}

/** Every script of the origin may send messages. */
function isHello(hello: unknown): boolean {
  const { lock, workspace, clientId, services, left } = (hello ?? {}) as Partial<Hello>;
  return (
    [lock, workspace, clientId].every((one) => typeof one === "string") &&
    [services, left].every((one) => Array.isArray(one) && !one.includes(null as never))
  );
}
