import { type CallRecorder, getRecorder } from "./activations/recorder.js";
import type { Connection } from "./connection.js";
import { toDigitalOceanService, toHyphaService } from "./conventional-service.js";
import { loadConvention, loadDigitalOcean } from "./conventions/load.js";
import type { CheckedService, Service } from "./service.js";

/**
 * Gives a service the convention that it chose, which is loaded with the first service that needs it.
 * @param recorder default: the connection's, unless `config.activations` is `false`
 * @throws {TabserveError} `bad-service`
 */
export async function toAnswering(
  checked: CheckedService,
  connection: Pick<Connection, "config" | "services">,
  recorder: CallRecorder | undefined = findRecorder(checked, connection),
): Promise<Service> {
  if (checked.config.convention !== "digitalocean")
    return toHyphaService(checked, await loadConvention(checked.wire.type), recorder);
  const { registerDigitalOcean } = await loadDigitalOcean();
  const { invokeByName } = await import("./invoke-by-name.js");
  const previous = connection.services.get(checked.wire.id)?.digitalOcean;
  return toDigitalOceanService(checked, { registerDigitalOcean, invokeByName }, { recorder, previous });
}

function findRecorder(
  { config }: CheckedService,
  connection: Pick<Connection, "config">,
): CallRecorder | undefined {
  return config.activations === false ? undefined : getRecorder(connection);
}
