import { afterEach, describe, expect, test, vi } from "vitest";
import { answerHypha } from "../conventions/hypha/answer.js";
import type { HyphaEvent } from "../conventions/hypha/event.js";
import { toExamplePage, toExampleSession } from "../example-call.js";
import { Executions } from "../executions.js";
import type { WireCall } from "../protocol.js";
import { answer } from "../provider.js";
import { toHash, toRequestKey, UNHASHED } from "../repeat.js";
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
  vi.useRealTimers();
});

interface PageOptions {
  readonly workspace?: string;
  readonly clientId?: string;
  /** The worker's id of the page. */
  readonly client?: string;
  /** Gets a call instead of the functions. */
  readonly onCall?: (call: WireCall, provider: Provider) => void;
  /** Gets the numbers of acknowledged calls. */
  readonly onAcknowledge?: (id: number) => void;
  /** Requests of handlers that ran for an earlier boot. */
  readonly left?: readonly string[];
}

/** A page that is connected, at the other end of a real port. */
function connectPage(
  registry: Registry,
  definitions: readonly ServiceDefinition[],
  options: PageOptions = {},
) {
  const {
    workspace = "W",
    clientId = "c1",
    client = `client of ${clientId}`,
    onCall,
    onAcknowledge,
    left = [],
  } = options;
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const place = { workspace, clientId, scope: "https://example.org/", notify: true };
  const services = new Map(
    definitions.map((one) => [String(one.id), { ...toService(one, place), answer: answerHypha }]),
  );
  const wires = [...services.values()].map(({ wire }) => wire);
  const hello = {
    lock: `${workspace}/${clientId}`,
    workspace,
    clientId,
    services: wires,
    left,
    watch: false,
  };
  const provider = new Provider(hello, { boot: "boot", client, calls: port1 });
  const page = toExamplePage({ clientId });
  const session = toExampleSession(port2);
  const executions = new Executions(() => {}, never);
  port2.onmessage = ({ data }) => {
    if (data.type === "acknowledge") onAcknowledge?.(data.id);
    if (data.type !== "call") return;
    if (onCall) onCall(data, provider);
    else answer(data, session, { executions, page, services });
  };
  registry.add(provider);
  return {
    provider,
    services,
    /** As the worker does it when the page's lock is free. */
    die() {
      registry.remove(provider);
      provider.end();
    },
  };
}

interface Asking extends RequestInit {
  readonly clientId?: string;
  readonly recovery?: RecoveryState;
  readonly handled?: Promise<unknown>;
  readonly isEarly?: boolean;
}

async function ask(registry: Registry, path: string, asking: Asking = {}): Promise<Response> {
  const {
    clientId = "",
    recovery = RECOVERED,
    handled = Promise.resolve(),
    isEarly = false,
    ...init
  } = asking;
  const request = new Request(`https://example.org${path}`, init);
  const address = parseAddress(new URL(request.url), "/");
  if (!address) throw new Error(`${path} is not ours`);
  return dispatch({ request, address, clientId, isEarly, handled }, { registry, recovery });
}

const toPublic = (id: string, members: object): ServiceDefinition => ({
  id,
  type: "functions",
  config: { visibility: "public" },
  ...members,
});

const toProtected = (id: string, members: object): ServiceDefinition => ({
  id,
  type: "functions",
  ...members,
});

const echo = toPublic("S", {
  index: (event: HyphaEvent) => `index by ${event.method}`,
  f: ({ method, path, raw_path: raw, query_string: query, service_id: id, client, user }: HyphaEvent) => ({
    body: { method, path, raw, query, id, client, workspaces: user.scope.workspaces },
  }),
  body: ({ body }: HyphaEvent) => body,
});

/** Status, code and the text's beginning, as one line. */
async function refusalOf(response: Response): Promise<string> {
  return `${response.status} ${response.headers.get("x-tabserve-error")} ${await response.text()}`;
}

describe("Hypha, address: the service without a slash", () => {
  function open(): Registry {
    const registry = new Registry();
    connectPage(registry, [echo]);
    return registry;
  }

  test.each([
    ["/W/apps/S", "/W/apps/S/"],
    ["/W/apps/S?a=1&b=%20", "/W/apps/S/?a=1&b=%20"],
    ["/W/apps/gr%C3%B6%C3%9Fe", "/W/apps/gr%C3%B6%C3%9Fe/"],
    ["/W/apps/c1:S?_mode=last", "/W/apps/c1:S/?_mode=last"],
  ])("GET %s is 307 to %s, the query kept", async (path, location) => {
    const response = await ask(open(), path);
    expect([response.status, response.headers.get("location")]).toEqual([307, location]);
  });

  test.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])("%s is dispatched as /", async (method) => {
    expect(await (await ask(open(), "/W/apps/S", { method })).text()).toBe(`index by ${method}`);
  });

  test("HEAD is dispatched as /", async () => {
    expect((await ask(open(), "/W/apps/S", { method: "HEAD" })).status).toBe(200);
  });

  test("with the slash there is no redirect", async () => {
    expect((await ask(open(), "/W/apps/S/")).status).toBe(200);
  });

  test("the redirect has the CORS headers", async () => {
    const { headers } = await ask(open(), "/W/apps/S");
    expect(headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("a request through the line", () => {
  function open(): Registry {
    const registry = new Registry();
    connectPage(registry, [echo]);
    return registry;
  }

  test("the function sees what was asked", async () => {
    const response = await ask(open(), "/W/apps/c1:S/%66/?a=%20&_mode=last", { method: "DELETE" });
    expect(await response.json()).toMatchObject({
      method: "DELETE",
      path: "/f/",
      raw: "/%66/",
      query: "a=%20&_mode=last",
      id: "c1:S",
    });
  });

  test.each(["POST", "OPTIONS"])("the body of a %s goes there and back", async (method) => {
    const body = new Uint8Array([0, 1, 255]);
    const response = await ask(open(), "/W/apps/S/body", { method, body });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(body);
  });

  test("HEAD has the headers of the answer and no body", async () => {
    const response = await ask(open(), "/W/apps/S/f", { method: "HEAD" });
    expect(response.body).toBeNull();
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  test("a caller that is connected is known by its client id, and is a member", async () => {
    const registry = open();
    connectPage(registry, [], { clientId: "c2", client: "tab" });
    const response = await ask(registry, "/W/apps/S/f", { clientId: "tab" });
    expect(await response.json()).toMatchObject({ client: ["c2", 0], workspaces: { W: "rw" } });
  });

  test("another caller is known by the worker's id of it", async () => {
    const response = await ask(open(), "/W/apps/S/f", { clientId: "tab" });
    expect(await response.json()).toMatchObject({ client: ["tab", 0], workspaces: {} });
  });

  test.each([true, false])(
    "the page is told whether it came with the worker's start: %j",
    async (isEarly) => {
      const registry = new Registry();
      const onCall = vi.fn((_call: WireCall, provider: Provider) => provider.end());
      connectPage(registry, [echo], { onCall });
      await ask(registry, "/W/apps/S/f", { method: "POST", isEarly });
      expect(onCall.mock.calls[0]?.[0]).toMatchObject({ isEarly });
    },
  );

  test("a navigation has no client", async () => {
    expect(await (await ask(open(), "/W/apps/S/f")).json()).not.toHaveProperty("client");
  });
});

describe("Hypha, errors before the handler", () => {
  function open(): Registry {
    const registry = new Registry();
    const generic = toPublic("G", { type: "generic", f: () => "x" });
    connectPage(registry, [echo, generic, toProtected("P", { f: () => "secret" })]);
    return registry;
  }

  test.each([
    ["/W/apps/T/f", "404 service-not-found Service not found: W/T"],
    ["/W/apps/c9:S/f", "404 service-not-found Service not found: W/c9:S"],
    ["/W/apps/s/f", "404 service-not-found Service not found: W/s"],
    ["/W/apps/S/missing", "404 function-not-found Function not found: missing"],
    ["/X/apps/S/f", "404 workspace-not-found Workspace X does not exist or is not accessible"],
    ["/W/apps/P/f", "403 not-permitted Permission denied for workspace W"],
    ["/W/apps/a:b:S/f", "400 bad-address Invalid service id: a:b:S"],
    ["/W/apps/S@app/f", "400 bad-address Invalid service id: S@app"],
    ["/W/apps/*/f", "400 bad-address Invalid service id: *"],
    ["/W/apps/S*/f", "400 bad-address Invalid service id: S*"],
    ["/W/apps/S/f?_mode=newest", "400 bad-address Invalid mode: newest"],
    ["/W/apps/G/f", "500 invalid-service-type Invalid service type: generic"],
  ])("%s: %s", async (path, expected) => {
    expect((await refusalOf(await ask(open(), path))).slice(0, expected.length)).toBe(expected);
  });

  test.each(["/W/apps/*?_mode=last", "/W/apps/S?_mode=x"])(
    "%s is refused even where a redirect would do",
    async (path) => {
      expect((await ask(open(), path)).status).toBe(400);
    },
  );

  test.each(["/W/apps/T/f", "/W/apps/P/f", "/W/apps/*/f"])("%s is answered in plain text", async (path) => {
    expect((await ask(open(), path)).headers.get("content-type")).toBe("text/plain; charset=utf-8");
  });

  test.each(["/W/apps/T/f", "/W/apps/P/f", "/W/apps/*/f"])(
    "%s allows the Origin that asked",
    async (path) => {
      const { headers } = await ask(open(), path, { headers: { origin: "http://localhost:3000" } });
      expect(headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
      expect(headers.get("access-control-allow-credentials")).toBe("true");
    },
  );

  test("HEAD gets the status without the text", async () => {
    const response = await ask(open(), "/W/apps/T/f", { method: "HEAD" });
    expect([response.status, response.body]).toEqual([404, null]);
  });

  test("a page that does not answer and may provide the service: 503, try again", async () => {
    const recovery = { ...RECOVERED, isSilent: (workspace: string) => workspace === "W" };
    const response = await ask(open(), "/W/apps/T/f", { recovery });
    expect(response.headers.get("retry-after")).toBe("1");
    expect(await refusalOf(response)).toBe(
      "503 provider-gone A page of workspace W does not answer, and it may provide W/T",
    );
  });

  test("a handler over its deadline: 504", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const registry = new Registry();
    const slow = toPublic("S", { config: { visibility: "public", timeout: 2 } });
    connectPage(registry, [slow], { onCall: () => vi.advanceTimersByTime(2_000) });
    expect(await refusalOf(await ask(registry, "/W/apps/S/f"))).toBe(
      "504 deadline-exceeded The function did not answer within its deadline of 2 s; config.timeout sets it",
    );
  });

  test("anything unexpected: 500, never a rejection", async () => {
    const recovery = { ...RECOVERED, isOver: false, settle: () => Promise.reject(new Error("boom")) };
    expect(await refusalOf(await ask(open(), "/W/apps/S/f", { recovery }))).toBe(
      "500 host-failed Internal Server Error: Error: boom",
    );
  });
});

describe("Hypha, visibility at /apps", () => {
  function open(): Registry {
    const registry = new Registry();
    const members = { f: () => "answered" };
    connectPage(registry, [
      toPublic("public", members),
      toProtected("protected", members),
      { ...toPublic("unlisted", members), config: { visibility: "unlisted" } },
    ]);
    connectPage(registry, [], { clientId: "member", client: "member" });
    connectPage(registry, [], { clientId: "outsider", client: "outsider", workspace: "X" });
    return registry;
  }
  const bearer = { authorization: "Bearer token" };

  test.each([
    ["public", { clientId: "outsider" }, 200],
    ["public", { clientId: "" }, 200],
    ["public", { headers: bearer }, 200],
    ["unlisted", { clientId: "outsider" }, 200],
    ["unlisted", { clientId: "" }, 200],
    ["protected", { clientId: "member" }, 200],
    ["protected", { clientId: "member", headers: bearer }, 200],
    ["protected", { clientId: "outsider" }, 403],
    ["protected", { clientId: "stranger" }, 403],
    ["protected", { clientId: "" }, 403],
    ["protected", { clientId: "outsider", headers: bearer }, 401],
    ["protected", { headers: { authorization: "Basic dTpw" } }, 403],
  ])("a %s service asked with %j answers %i", async (id, asking, status) => {
    expect((await ask(open(), `/W/apps/${id}/f`, asking)).status).toBe(status);
  });

  test("the check comes before the look-up: an outsider cannot probe names", async () => {
    const texts = ["f", "missing"].map(async (name) =>
      refusalOf(await ask(open(), `/W/apps/protected/${name}`)),
    );
    const [existing, missing] = await Promise.all(texts);
    expect(existing).toBe(missing);
  });

  test("a bad token is 401, with the host's code", async () => {
    expect(await refusalOf(await ask(open(), "/W/apps/protected/f", { headers: bearer }))).toBe(
      "401 bad-token Invalid token for workspace W",
    );
  });
});

describe("Hypha, several providers", () => {
  const named = (name: string) => toPublic("S", { f: () => name });

  function open(): Registry {
    const registry = new Registry();
    connectPage(registry, [named("old")], { clientId: "old" });
    connectPage(registry, [named("mid")], { clientId: "mid" });
    connectPage(registry, [named("new")], { clientId: "new" });
    return registry;
  }

  test.each([
    ["/W/apps/S/f", "new"],
    ["/W/apps/*:S/f", "new"],
    ["/W/apps/S/f?_mode=last", "new"],
    ["/W/apps/S/f?_mode=first", "old"],
    ["/W/apps/S/f?_mode=min_load", "old"],
    ["/W/apps/mid:S/f", "mid"],
    ["/W/apps/mid:S/f?_mode=exact", "mid"],
  ])("%s is answered by the %s one", async (path, name) => {
    expect(await (await ask(open(), path)).text()).toBe(name);
  });

  test("exact is 400", async () => {
    expect(await refusalOf(await ask(open(), "/W/apps/S/f?_mode=exact"))).toBe(
      "400 ambiguous Multiple services found for W/S; name one as clientid:service, or another _mode",
    );
  });

  test("those that the caller may not reach do not count", async () => {
    const registry = new Registry();
    connectPage(registry, [named("public")], { clientId: "a" });
    connectPage(registry, [toProtected("S", { f: () => "protected" })], { clientId: "b" });
    expect(await (await ask(registry, "/W/apps/S/f?_mode=exact")).text()).toBe("public");
  });

  test("50 concurrent requests with ?_mode=last all answer 200", async () => {
    const registry = open();
    const all = Array.from({ length: 50 }, (_, i) => ask(registry, `/W/apps/S/f?_mode=last&i=${i}`));
    expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe("a provider that dies", () => {
  const first = toPublic("S", { f: () => "first" });

  /** An older page that answers, and the newest that dies with the call under way. */
  function open({ alone = false } = {}) {
    const registry = new Registry();
    if (!alone) connectPage(registry, [first], { clientId: "first" });
    let calls = 0;
    const onCall = () => {
      calls++;
      dying.die();
    };
    const dying = connectPage(registry, [first], { clientId: "dying", onCall });
    return { registry, countCalls: () => calls };
  }

  test.each(["GET", "HEAD", "OPTIONS"])("a %s goes to another provider", async (method) => {
    const { registry, countCalls } = open();
    expect((await ask(registry, "/W/apps/S/f", { method })).status).toBe(200);
    expect(countCalls()).toBe(1);
  });

  test("a safe request that has a body has it again", async () => {
    const registry = new Registry();
    connectPage(registry, [echo], { clientId: "first" });
    const dying = connectPage(registry, [echo], { clientId: "dying", onCall: () => dying.die() });
    const response = await ask(registry, "/W/apps/S/body", { method: "OPTIONS", body: "again" });
    expect(await response.text()).toBe("again");
  });

  test.each(["POST", "PUT", "PATCH", "DELETE"])(
    "a %s is 503: it may have been carried out",
    async (method) => {
      const response = await ask(open().registry, "/W/apps/S/f", { method });
      expect(response.headers.get("retry-after")).toBe("1");
      expect(await refusalOf(response)).toBe(
        "503 provider-gone The page that provided W/S is gone; call again",
      );
    },
  );

  test("a GET is 503 when nobody else can answer", async () => {
    expect((await ask(open({ alone: true }).registry, "/W/apps/S/f")).status).toBe(503);
  });

  test("before the call: a POST goes to another provider", async () => {
    const registry = new Registry();
    connectPage(registry, [first], { clientId: "first" });
    const dying = connectPage(registry, [first], { clientId: "dying" });
    const answered = ask(registry, "/W/apps/S/f", { method: "POST", body: "x" });
    dying.die();
    expect(await (await answered).text()).toBe("first");
  });
});

describe("a page that has no such service any more", () => {
  /** Two pages offer the echo, as far as the worker knows; the newer one knows better. */
  function open(method: string) {
    const registry = new Registry();
    connectPage(registry, [echo], { clientId: "first" });
    const newer = connectPage(registry, [echo], { clientId: "newer" });
    newer.services.clear();
    return ask(registry, "/W/apps/S/body", { method, body: "x" });
  }

  test.each(["POST", "OPTIONS"])("a %s goes to another page, with its body", async (method) => {
    expect(await (await open(method)).text()).toBe("x");
  });

  test("without another page it is 404", async () => {
    const registry = new Registry();
    connectPage(registry, [echo]).services.clear();
    const response = await ask(registry, "/W/apps/S/body", { method: "POST", body: "x" });
    expect(await refusalOf(response)).toBe("404 service-not-found Service not found: W/S");
  });
});

describe("a request that an earlier boot sent already", () => {
  const early = { method: "POST", body: "x", clientId: "tab", isEarly: true };
  const headers: [string, string][] = [["content-type", "text/plain;charset=UTF-8"]];
  const sent = {
    ...{ client: "tab", method: "POST", workspace: "W", serviceId: "S" },
    ...{ path: "/body", query: "_mode=first", headers },
  };
  const toKey = (hash: string) => toRequestKey(sent, hash);
  const key = toKey(toHash(new TextEncoder().encode("x").buffer));

  /** A page whose handler ran for it, beside an older one that `first` would choose. */
  function open(left = [key]) {
    const registry = new Registry();
    const onCall = vi.fn((call: WireCall, provider: Provider) => provider.cancel(call.client));
    connectPage(registry, [echo], { clientId: "older" });
    const page = connectPage(registry, [echo], { clientId: "newer", left, onCall });
    const send = (asking: Asking = {}) =>
      ask(registry, "/W/apps/S/body?_mode=first", { ...early, ...asking });
    return { registry, page, onCall, send };
  }

  test("goes to the page where it ran", async () => {
    const { onCall, send } = open();
    await send();
    expect(onCall).toHaveBeenCalledOnce();
  });

  test("goes there also when the service is gone meanwhile", async () => {
    const { page, onCall, send } = open();
    page.provider.services.clear();
    await send();
    expect(onCall).toHaveBeenCalledOnce();
  });

  test("goes there once: a second equal request is another one", async () => {
    const { onCall, send } = open();
    await send();
    expect(await (await send()).text()).toBe("x");
    expect(onCall).toHaveBeenCalledOnce();
  });

  test.each([{ body: "y" }, { clientId: "other" }, { isEarly: false }, { method: "PUT" }])(
    "one that differs (%j) goes where any request does",
    async (asking) => {
      const { onCall, send } = open();
      expect((await send(asking)).status).toBe(200);
      expect(onCall).not.toHaveBeenCalled();
    },
  );

  test("is 503 when its body was streamed: whether this is the same one, nobody can tell", async () => {
    const streamed = toKey(UNHASHED);
    expect((await open([streamed]).send()).status).toBe(503);
    expect((await open([streamed]).send({ isEarly: false })).status).toBe(200);
  });

  test("is 503 when that page is gone: it may have been carried out", async () => {
    const { page, send } = open();
    page.die();
    expect((await send()).status).toBe(503);
  });

  test("is 503 when a page that may have run it does not answer", async () => {
    const recovery = { ...RECOVERED, isUncertain: (workspace: string) => workspace === "W" };
    const { send } = open([]);
    expect((await send({ recovery })).status).toBe(503);
    expect((await send({ recovery, isEarly: false })).status).toBe(200);
    expect((await send({ recovery, method: "GET", body: null })).status).toBe(204);
  });
});

describe("a caller that dies", () => {
  test.each(["GET", "POST"])("a %s that it made is not made again", async (method) => {
    const registry = new Registry();
    const onCall = vi.fn((_call: WireCall, provider: Provider) => provider.cancel("tab"));
    connectPage(registry, [echo], { onCall });
    await ask(registry, "/W/apps/S/f", { method, clientId: "tab" });
    expect(onCall).toHaveBeenCalledOnce();
  });
});

describe("the acknowledgement of an answer", () => {
  function open() {
    const registry = new Registry();
    const onAcknowledge = vi.fn();
    connectPage(registry, [echo], { onAcknowledge });
    return { registry, onAcknowledge };
  }

  test("goes to the page once the browser has taken the answer", async () => {
    const { registry, onAcknowledge } = open();
    let take: (value: undefined) => void = () => {};
    const handled = new Promise((resolve) => {
      take = resolve;
    });
    await ask(registry, "/W/apps/S/f", { handled });
    await ask(registry, "/W/apps/S/f");
    await vi.waitFor(() => expect(onAcknowledge.mock.calls).toEqual([[2]]));
    take(undefined);
    await vi.waitFor(() => expect(onAcknowledge.mock.calls).toEqual([[2], [1]]));
  });

  test("goes there too when the browser does not want it any more: nothing is kept", async () => {
    const { registry, onAcknowledge } = open();
    const handled = Promise.reject(new Error("aborted"));
    handled.catch(() => {}); // heard of before anybody looks
    await ask(registry, "/W/apps/S/f", { handled });
    await vi.waitFor(() => expect(onAcknowledge.mock.calls).toEqual([[1]]));
  });
});

describe("a worker that was restarted", () => {
  test("waits for its pages before it answers", async () => {
    const registry = new Registry();
    const recovery = {
      ...RECOVERED,
      isOver: false,
      settle: async () => {
        connectPage(registry, [echo]);
      },
    };
    expect((await ask(registry, "/W/apps/S/f", { recovery })).status).toBe(200);
  });

  test("does not wait when the registry is whole", async () => {
    const registry = new Registry();
    connectPage(registry, [echo]);
    const settle = vi.fn(async () => {});
    await ask(registry, "/W/apps/S/f", { recovery: { ...RECOVERED, settle } });
    expect(settle).not.toHaveBeenCalled();
  });

  test.each([
    ["when the service has a provider and the caller has joined", "GET", "/W/apps/S/f", "", true],
    ["not when the service has no provider", "GET", "/W/apps/T/f", "", false],
    ["not when the caller has not joined", "GET", "/W/apps/S/f", "tab", false],
    ["not for a request that may run at another provider already", "POST", "/W/apps/S/f", "", false],
  ])("has enough %s", async (_what, method, path, clientId, expected) => {
    const registry = new Registry();
    connectPage(registry, [echo]);
    const settle = vi.fn(async (_isEnough: () => boolean) => {});
    const isMissing = (client: string) => client === "tab";
    await ask(registry, path, {
      method,
      clientId,
      recovery: { ...RECOVERED, isOver: false, isMissing, settle },
    });
    expect(settle.mock.calls[0]?.[0]()).toBe(expected);
  });
});
