import { afterEach, describe, expect, test } from "vitest";
import { answerHypha } from "../conventions/hypha/answer.js";
import { toBothFaces } from "../conventions/load.js";
import { toExamplePage, toExampleSession } from "../example-call.js";
import { Executions } from "../executions.js";
import { answer } from "../provider.js";
import { parseAddress } from "../route.js";
import { toService } from "../service.js";
import type { ServiceDefinition } from "../service-definition.js";
import { dispatch } from "./dispatch.js";
import { Provider } from "./provider.js";
import { RECOVERED, type RecoveryState } from "./recovered.js";
import { Registry } from "./registry.js";

const never = () => new Promise<never>(() => {});
const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Connects a page, whose worker's id is `client of <clientId>`, to workspace `W`. */
function connectPage(registry: Registry, clientId: string, definitions: readonly ServiceDefinition[]): void {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const scope = "https://example.org/";
  const place = { workspace: "W", clientId, scope, notify: true };
  const services = new Map(
    definitions.map((one) => [
      String(one.id),
      { ...toService(one, place), answer: toBothFaces(answerHypha) },
    ]),
  );
  const wires = [...services.values()].map(({ wire }) => wire);
  const hello = { lock: clientId, workspace: "W", clientId, services: wires, left: [], watch: false };
  registry.add(new Provider(hello, { boot: "boot", client: `client of ${clientId}`, calls: port1 }));
  const session = toExampleSession(port2);
  const page = toExamplePage({ clientId });
  const executions = new Executions(() => {}, never);
  port2.onmessage = ({ data }) => {
    if (data.type === "call") void answer(data, session, { executions, page, services });
  };
}

interface Asking extends RequestInit {
  readonly clientId?: string;
  readonly recovery?: RecoveryState;
}

async function ask(registry: Registry, path: string, asking: Asking = {}): Promise<Response> {
  const { clientId = "", recovery = RECOVERED, ...init } = asking;
  const request = new Request(`https://example.org${path}`, init);
  const address = parseAddress(new URL(request.url), "/");
  if (!address) throw new Error(`${path} is not ours`);
  const incoming = { request, address, clientId, isEarly: false, handled: Promise.resolve() };
  return dispatch(incoming, { registry, recovery });
}

const MEMBER = { clientId: "client of one" };

/** A page with a service of every visibility, each with a function `f`. */
function open(): Registry {
  const registry = new Registry();
  const services = (["public", "protected", "unlisted"] as const).map((visibility) => ({
    id: visibility,
    type: "functions",
    config: { visibility },
    f: (a: number) => ({ a }),
  }));
  connectPage(registry, "one", services);
  return registry;
}

const toIds = async (response: Response) =>
  ((await response.json()) as { id: string }[]).map(({ id }) => id.split(":")[1]);

describe("the list of services", () => {
  test.each<[string, string, Asking, string[]]>([
    ["everybody the public ones", "/W/services/", {}, ["public"]],
    ["everybody no unlisted ones", "/W/services/?include_unlisted=true", {}, ["public"]],
    ["a page elsewhere the public ones", "/W/services/", { clientId: "stranger" }, ["public"]],
    ["members theirs", "/W/services/", MEMBER, ["protected", "public"]],
    [
      "members unlisted ones when they ask",
      "/W/services/?include_unlisted=true",
      MEMBER,
      ["unlisted", "protected", "public"],
    ],
    [
      "members no unlisted ones when they say no",
      "/W/services/?include_unlisted=false",
      MEMBER,
      ["protected", "public"],
    ],
  ])("shows %s, newest first", async (_who, path, asking, ids) => {
    expect(await toIds(await ask(open(), path, asking))).toEqual(ids);
  });

  test("is JSON that every origin may read", async () => {
    const { status, headers } = await ask(open(), "/W/services/");
    expect([status, headers.get("content-type"), headers.get("access-control-allow-origin")]).toEqual([
      200,
      "application/json",
      "*",
    ]);
  });

  test("is an empty list when there is nothing to see", async () => {
    const registry = new Registry();
    connectPage(registry, "one", []);
    expect(await (await ask(registry, "/W/services/")).text()).toBe("[]");
  });

  test("waits for every page after a restart", async () => {
    const registry = new Registry();
    const settle = async (isEnough: () => boolean) => {
      expect(isEnough()).toBe(false);
      connectPage(registry, "one", [{ id: "late", config: { visibility: "public" } }]);
    };
    const recovery = { ...RECOVERED, isOver: false, settle };
    expect(await toIds(await ask(registry, "/W/services/", { recovery }))).toEqual(["late"]);
  });
});

describe("what is told of a service", () => {
  test.each([
    ["/W/services/public", {}],
    ["/W/services/public/", {}],
    ["/W/services/one:public", {}],
    ["/W/services/public?_mode=first", {}],
    ["/W/services/unlisted", {}],
    ["/W/services/protected", MEMBER],
  ])("%s says id, type, schema and address to who may call it", async (path, asking) => {
    const id = path.replace(/^.*\/(one:)?(\w+)\/?(\?.*)?$/, "$2");
    expect(await (await ask(open(), path, asking)).json()).toMatchObject({
      id: `W/one:${id}`,
      type: "functions",
      config: { visibility: id },
      service_schema: { f: { type: "function", function: { name: "f" } } },
      url: `https://example.org/W/apps/${id}/`,
    });
  });

  test("has no body with HEAD", async () => {
    const response = await ask(open(), "/W/services/public", { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });
});

describe("a function called by name", () => {
  test.each([
    ["/W/services/public/f?a=1", {}, 1],
    ["/W/services/public/f", { method: "POST", body: "[2]" }, 2],
    ["/W/services/unlisted/f?a=3", {}, 3],
    ["/W/services/protected/f?a=4", MEMBER, 4],
    ["/W/services/one:public/f?a=5&_mode=exact", {}, 5],
  ])("%s is called", async (path, { body, ...init }: Asking, a) => {
    const json = body ? { body, headers: { "content-type": "application/json" } } : {};
    expect(await (await ask(open(), path, { ...init, ...json })).json()).toEqual({ a });
  });

  test.each(["generic", "functions", "anything"])("may be of a service of type %s", async (type) => {
    const registry = new Registry();
    const f = (event: unknown) => typeof event;
    connectPage(registry, "one", [{ id: "S", type, config: { visibility: "public" }, f }]);
    expect(await (await ask(registry, "/W/services/S/f")).json()).toBe("undefined");
  });

  test("is answered by HTTP all the same below /apps/", async () => {
    const registry = new Registry();
    const f = (event: unknown) => typeof event;
    const config = { visibility: "public" } as const;
    connectPage(registry, "one", [{ id: "S", type: "functions", config, f }]);
    expect(await (await ask(registry, "/W/apps/S/f")).text()).toBe("object");
  });
});

describe("below /services/, a refusal is JSON with its code", () => {
  test.each<[string, Asking, number, string, RegExp]>([
    ["/W/services/none", {}, 404, "service-not-found", /^Service not found: W\/none$/],
    ["/W/services/none/f", {}, 404, "service-not-found", /^Service not found: W\/none$/],
    ["/W/services/public/g", {}, 404, "function-not-found", /^Function not found: g$/],
    ["/other/services/", {}, 404, "workspace-not-found", /^Workspace other does not exist/],
    ["/W/services/protected", {}, 403, "not-permitted", /^Permission denied for workspace W/],
    ["/W/services/protected/g", {}, 403, "not-permitted", /^Permission denied for workspace W/],
    [
      "/W/services/protected/f",
      { headers: { authorization: "Bearer x" } },
      401,
      "bad-token",
      /^Invalid token/,
    ],
    ["/W/services/p*/f", {}, 400, "bad-address", /^Invalid service id: p\*/],
    ["/W/services/public?_mode=none", {}, 400, "bad-address", /^Invalid mode: none/],
    ["/W/services/", { method: "POST" }, 400, "bad-address", /^Invalid service id: ;/],
    ["/W/services/public", { method: "DELETE" }, 405, "bad-request", /with DELETE; use GET or POST/],
    ["/W/services/public", { method: "POST" }, 404, "function-not-found", /^Function not found: index$/],
    ["/W/services/public/f", { method: "PUT" }, 405, "bad-request", /with PUT; use GET or POST/],
  ])("%s %j: %i %s", async (path, asking, status, code, detail) => {
    const response = await ask(open(), path, asking);
    expect([response.status, response.headers.get("x-tabserve-error")]).toEqual([status, code]);
    expect(await response.json()).toEqual({ success: false, detail: expect.stringMatching(detail) });
    expect(response.headers.has("allow")).toBe(status === 405);
  });
});
