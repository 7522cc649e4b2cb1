import type { Answer } from "../conventions/convention.js";
import { addCors } from "../conventions/hypha/cors.js";
import { isListed } from "./access.js";
import { type Incoming, type Line, refuseMissing } from "./find.js";

/**
 * `GET /W/services/` (Hypha, HTTP API of services), newest first: what everybody may see, and for members of the workspace
 * the rest, unlisted ones when they ask.
 */
export async function listServices({ request, address, clientId }: Incoming, line: Line): Promise<Answer> {
  const { registry, recovery } = line;
  if (!recovery.isOver) await recovery.settle(() => false);
  if (!registry.hasWorkspace(address.workspace)) refuseMissing(address, line);
  const view = {
    isMember: registry.isMember(clientId, address.workspace),
    includeUnlisted: new URLSearchParams(address.query).get("include_unlisted") === "true",
  };
  const listed = registry.list(address.workspace).filter(({ service }) => isListed(service, view));
  return {
    status: 200,
    headers: addCors([["content-type", "application/json"]], request.headers.get("origin")),
    body: `[${listed.map(({ service }) => service.info)}]`,
  };
}
