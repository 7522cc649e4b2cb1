import type { ServiceInfo, Workspace } from "../index.js";

/** Tells of the workspace's services whenever they change; returns what tells at once. */
export function watchServices(
  { listServices, on }: Workspace,
  show: (services: readonly ServiceInfo[]) => void,
): () => Promise<void> {
  const refresh = async () => {
    // Answers come in the order of the questions, so the last one shown is the newest.
    const services = await listServices({}, { include_unlisted: true }).catch(() => undefined);
    if (services) show(services); // else the next change tells again
  };
  on("service_added", refresh);
  on("service_updated", refresh);
  on("service_removed", refresh);
  return refresh;
}
