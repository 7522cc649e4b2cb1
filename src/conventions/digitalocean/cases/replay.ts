import { toExampleCall, toExamplePage } from "../../../example-call.js";
import type { Answer, Call, Page } from "../../convention.js";
import { answerDigitalOcean } from "../answer.js";
import { checkDigitalOceanConfig } from "../config.js";
import type { DigitalOceanConfig } from "../settings.js";
import { DigitalOceanState } from "../state.js";
import type { CaseRequest } from "./case.js";

/** Asks a service, without a worker or a page in between. */
export type Ask = (request: CaseRequest) => Promise<Answer>;

/** Registers a service named `package` in the workspace `W`. */
export function serve(members: object, config: DigitalOceanConfig = {}, page: Partial<Page> = {}): Ask {
  const answer = answerDigitalOcean(new DigitalOceanState(checkDigitalOceanConfig(config)));
  const service = { id: "package", members, requireContext: false };
  return (request) => answer(service, toCall(request), { ...toPage(), ...page });
}

function toPage(): Page {
  return toExamplePage({ scope: "https://example.org/sub/", random: toRandom });
}

let count = 0;

/** A UUID, as pages make them, that never comes twice. */
function toRandom(): string {
  count++;
  return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
}

export function toCall({ method = "GET", path = "/fn", query = "", headers = {}, body }: CaseRequest): Call {
  return toExampleCall({
    at: 0,
    service: "package",
    serviceId: "package",
    method,
    path,
    query,
    headers: Object.entries(headers),
    body: body === undefined ? null : toBuffer(body),
  });
}

function toBuffer(body: string | Uint8Array<ArrayBuffer>): ArrayBuffer {
  return (typeof body === "string" ? new TextEncoder().encode(body) : body.slice()).buffer;
}
