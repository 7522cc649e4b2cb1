/** Only for tests: a call, who gets it, and in which session. Each test says what is special about its own. */

import type { Call, Page } from "./conventions/convention.js";
import type { CallSession } from "./executions.js";
import type { WireCall } from "./protocol.js";

type Body = Call["body"] | WireCall["body"];

/** `GET /W/apps/S/f`, sent now. */
export function toExampleCall<OwnBody extends Body = ArrayBuffer | null>(
  own: Partial<Omit<WireCall, "body">> & { readonly body?: OwnBody } = {},
): Omit<WireCall, "body"> & { readonly body: OwnBody | null } {
  return {
    type: "call",
    id: 1,
    at: Date.now(),
    workspace: "W",
    service: "S",
    serviceId: "S",
    method: "GET",
    path: "/f",
    query: "",
    headers: [],
    body: null,
    client: "",
    isEarly: false,
    member: false,
    ...own,
  };
}

export function toExamplePage(own: Partial<Page> = {}): Page {
  return {
    scope: "https://example.org/",
    clientId: "provider",
    report: () => {},
    random: () => "random",
    ...own,
  };
}

/** The first one of a connection. */
export function toExampleSession(port: MessagePort, own: Partial<CallSession> = {}): CallSession {
  return {
    boot: "boot",
    since: 1,
    worker: undefined,
    port,
    calls: new Map(),
    late: new Map(),
    isReplaced: false,
    ...own,
  };
}
