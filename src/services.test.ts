import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Connection } from "./connection.js";
import type { Context } from "./conventions/hypha/context.js";
import type { HyphaEvent } from "./conventions/hypha/event.js";
import { toExampleCall, toExampleSession } from "./example-call.js";
import type { Host, Outcome, WireCall } from "./protocol.js";
import { toService } from "./service.js";
import {
  generateToken,
  getService,
  invoke,
  listServices,
  onCallMessage,
  registerService,
  unregisterService,
} from "./services.js";

const config = { workspace: "W", client_id: "c1", public_base_url: "https://example.org/" };

/** A connection whose worker is this host. */
function connectTo(host: Partial<Host> = {}) {
  const whole: Partial<Host> = {
    register: async () => ({ ok: true, value: null }),
    unregister: async () => {},
    list: async () => [],
    ...host,
  };
  const ask = async (question: (host: Host) => unknown) => question(whole as Host);
  const services: Connection["services"] = new Map();
  const hold = vi.fn((_change: 1 | -1) => {});
  const askUnbounded = vi.fn(ask);
  // Of a connection these functions use no more than this.
  const connection = { config, services, link: { ask, askUnbounded }, hold } as unknown as Connection;
  return Object.assign(connection, { hold, askUnbounded });
}

function infoOf(id: string, { clientId = "c1", ...definition }: Record<string, unknown> = {}): string {
  const place = { workspace: "W", clientId: String(clientId), scope: config.public_base_url, notify: true };
  return JSON.stringify(toService({ id, ...definition }, place).info);
}

const failed = (code: string, message: string): Outcome<never> => ({ ok: false, code, message });

describe("Hypha, registerService", () => {
  test("gives what is known of the service, with its URL", async () => {
    expect(await registerService(connectTo(), { id: "S" })).toMatchObject({
      id: "W/c1:S",
      url: "https://example.org/W/apps/S/",
    });
  });

  test("tells the worker", async () => {
    const register = vi.fn(async () => ({ ok: true, value: null }) as const);
    await registerService(connectTo({ register }), { id: "S" }, { notify: false });
    expect(register).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: "S", notify: false }));
  });

  test("other pages hear of it by default", async () => {
    const connection = connectTo();
    await registerService(connection, { id: "S" });
    expect(connection.services.get("S")?.wire.notify).toBe(true);
  });

  test("is known to the page before the worker hears of it: a restart in between loses nothing", async () => {
    const known: boolean[] = [];
    const connection = connectTo({
      async register() {
        known.push(connection.services.has("S"));
        return { ok: true, value: null };
      },
    });
    await registerService(connection, { id: "S" });
    expect(known).toEqual([true]);
  });

  test("of an id that this client has already is refused", async () => {
    const connection = connectTo();
    await registerService(connection, { id: "S" });
    await expect(registerService(connection, { id: "S" })).rejects.toMatchObject({
      code: "service-exists",
      message: "Service already exists: S, please specify a different id (not S) or overwrite=true",
    });
  });

  test("keeps the present service when it is refused", async () => {
    const connection = connectTo();
    await registerService(connection, { id: "S", name: "first" });
    await registerService(connection, { id: "S", name: "second" }).catch(() => {});
    expect(connection.services.get("S")?.info.name).toBe("first");
  });

  test("with overwrite takes the place of the present service", async () => {
    const connection = connectTo();
    await registerService(connection, { id: "S", name: "first" });
    await registerService(connection, { id: "S", name: "second" }, { overwrite: true });
    expect(connection.services.get("S")?.info.name).toBe("second");
  });

  test("refuses what is no service before the worker hears of it", async () => {
    const register = vi.fn();
    const connection = connectTo({ register });
    await expect(registerService(connection, { id: "a/b" })).rejects.toMatchObject({ code: "bad-service" });
    expect(register).not.toHaveBeenCalled();
  });

  test("rejects as the worker refuses, and the service is forgotten", async () => {
    const connection = connectTo({ register: async () => failed("service-exists", "a singleton") });
    await expect(registerService(connection, { id: "S" })).rejects.toMatchObject({
      name: "TabserveError",
      code: "service-exists",
      message: "a singleton",
    });
    expect(connection.services.size).toBe(0);
  });

  test("that the worker refuses leaves the service it would have overwritten", async () => {
    const outcomes: Outcome<null>[] = [{ ok: true, value: null }, failed("service-exists", "a singleton")];
    const connection = connectTo({ register: async () => outcomes.shift() ?? failed("", "") });
    await registerService(connection, { id: "S", name: "first" });
    await registerService(connection, { id: "S", name: "second" }, { overwrite: true }).catch(() => {});
    expect(connection.services.get("S")?.info.name).toBe("first");
  });

  test("that fails late leaves a newer registration alone", async () => {
    let fail: (error: Error) => void = () => {};
    const slow = new Promise<Outcome<null>>((_, reject) => {
      fail = reject;
    });
    const outcomes: Promise<Outcome<null>>[] = [slow, Promise.resolve({ ok: true, value: null })];
    const connection = connectTo({ register: () => outcomes.shift() ?? slow });
    const first = registerService(connection, { id: "S", name: "first" });
    await registerService(connection, { id: "S", name: "second" }, { overwrite: true });
    fail(new Error("late"));
    await expect(first).rejects.toThrow("late");
    expect(connection.services.get("S")?.info.name).toBe("second");
  });
});

describe("Hypha, unregisterService", () => {
  test.each([
    ["its id", "S"],
    ["its client and id", "c1:S"],
    ["its whole id", "W/c1:S"],
    ["its info", { id: "W/c1:S" }],
  ])("takes %s", async (_what, service) => {
    const unregister = vi.fn(async () => {});
    const connection = connectTo({ unregister });
    await registerService(connection, { id: "S" });
    await unregisterService(connection, service);
    expect(connection.services.size).toBe(0);
    expect(unregister).toHaveBeenCalledExactlyOnceWith("S");
  });

  test.each([
    ["an unknown one", "T", "T"],
    ["another client's", "c2:S", "c2:S"],
    ["another workspace's", "X/c1:S", "X/c1:S"],
  ])("rejects %s", async (_what, service, shown) => {
    const connection = connectTo();
    await registerService(connection, { id: "S" });
    await expect(unregisterService(connection, service)).rejects.toMatchObject({
      code: "service-not-found",
      message: `Service not found: ${shown}`,
    });
  });

  test("makes the id free again", async () => {
    const connection = connectTo();
    const info = await registerService(connection, { id: "S" });
    await unregisterService(connection, info);
    await expect(registerService(connection, { id: "S" })).resolves.toEqual(info);
  });
});

test("unregisterService waits for the worker", async () => {
  const connection = connectTo({ unregister: () => Promise.reject(new Error("no answer")) });
  await registerService(connection, { id: "S" });
  await expect(unregisterService(connection, "S")).rejects.toThrow("no answer");
});

describe("Hypha, listServices", () => {
  test("gives what the worker knows", async () => {
    const connection = connectTo({ list: async () => [infoOf("a"), infoOf("b")] });
    expect((await listServices(connection)).map(({ id }) => id)).toEqual(["W/c1:a", "W/c1:b"]);
  });

  test.each([
    ["nothing", undefined, undefined, { includeUnlisted: false }],
    ["an id", "S", undefined, { id: "S", includeUnlisted: false }],
    ["a client's", "c1:S", undefined, { id: "c1:S", includeUnlisted: false }],
    ["a workspace's", "X/S", undefined, { id: "S", workspace: "X", includeUnlisted: false }],
    ["a whole id", "X/c1:S", undefined, { id: "c1:S", workspace: "X", includeUnlisted: false }],
    ["a query", { type: "functions" }, {}, { type: "functions", includeUnlisted: false }],
    ["unlisted ones too", {}, { include_unlisted: true }, { includeUnlisted: true }],
  ])("asks for %s", async (_what, query, options, expected) => {
    const list = vi.fn(async () => []);
    await listServices(connectTo({ list }), query, options);
    expect(list).toHaveBeenCalledExactlyOnceWith(expected);
  });

  test("rejects an id that can never be one", async () => {
    await expect(listServices(connectTo(), "a:b:c")).rejects.toMatchObject({ code: "service-not-found" });
  });
});

describe("Hypha, getService", () => {
  test("gives the first that the worker lists, unlisted ones included", async () => {
    const list = vi.fn(async () => [infoOf("S", { clientId: "c2" }), infoOf("S")]);
    expect((await getService(connectTo({ list }), "S")).id).toBe("W/c2:S");
    expect(list).toHaveBeenCalledExactlyOnceWith({ id: "S", includeUnlisted: true });
  });

  test("calls that very provider", async () => {
    const invoke = vi.fn(async () => ({ ok: true, value: 3 }) as const);
    const list = async () => [infoOf("S", { clientId: "c2", api: { add: () => {} } })];
    const service = await getService(connectTo({ list, invoke }), "S");
    expect(await service.api.add(1, 2)).toBe(3);
    expect(invoke).toHaveBeenCalledExactlyOnceWith({
      workspace: "W",
      id: "c2:S",
      path: ["api", "add"],
      args: [1, 2],
    });
  });

  test("a call rejects with the code of what failed", async () => {
    const list = async () => [infoOf("S", { f: () => {} })];
    const invoke = async () => failed("provider-gone", "The page is gone");
    const service = await getService(connectTo({ list, invoke }), "S");
    await expect(service.f()).rejects.toMatchObject({ code: "provider-gone", message: "The page is gone" });
  });

  test("a call that a restarted worker lost is not made again", async () => {
    const list = async () => [infoOf("S", { f: () => {} })];
    const connection = connectTo({ list, invoke: async () => ({ ok: true, value: null }) });
    await (await getService(connection, "S")).f();
    expect(connection.askUnbounded).toHaveBeenCalledExactlyOnceWith(expect.any(Function), "reject");
  });

  test.each([
    ["answered", async () => ({ ok: true, value: null }) as const],
    ["failed", () => Promise.reject(new Error("gone"))],
  ])("the worker is kept awake until the call is %s", async (_end, invoke) => {
    const list = async () => [infoOf("S", { f: () => {} })];
    const connection = connectTo({ list, invoke });
    const service = await getService(connection, "S");
    const end = service.f().catch(() => {});
    expect(connection.hold.mock.calls).toEqual([[1]]);
    await end;
    expect(connection.hold.mock.calls).toEqual([[1], [-1]]);
  });

  test.each([
    ["S", "S"],
    [{ type: "functions" }, '{"type":"functions"}'],
  ])("rejects %j that nobody provides, and says where to look", async (query, shown) => {
    await expect(getService(connectTo(), query)).rejects.toMatchObject({
      code: "service-not-found",
      message: `Service not found: ${shown}; listServices() tells what there is`,
    });
  });
});

describe("DigitalOcean, registerService", () => {
  const register = async (own: object, connection = connectTo(), options = {}) => {
    const config = { convention: "digitalocean", ...own };
    const fn = () => ({ body: "x" });
    const info = await registerService(connection, { id: "S", type: "functions", config, fn }, options);
    return { info, service: connection.services.get("S") };
  };

  test("tells nobody the secrets, and the worker how long to wait", async () => {
    const secret = { webSecure: "s3cret", limits: { timeout: 5_000 } };
    const { info, service } = await register(secret);
    expect(info.config).toEqual({
      convention: "digitalocean",
      visibility: "protected",
      limits: { timeout: 5_000 },
    });
    expect(service?.wire.info).toBe(JSON.stringify(info));
    expect(service?.wire.timeout).toBe(6_000);
  });

  test("counts the version up", async () => {
    const connection = connectTo();
    await register({}, connection);
    const { service } = await register({}, connection, { overwrite: true });
    expect(service?.digitalOcean?.version).toBe("0.0.2");
  });

  test("refuses what the convention does not know", async () => {
    await expect(register({ enviroment: {} })).rejects.toMatchObject({
      code: "bad-service",
      message: expect.stringContaining("Service S: config.enviroment is no setting of this convention"),
    });
  });
});

describe("invoke", () => {
  const connect = (outcome: Outcome<unknown>, convention = "digitalocean") => {
    const ask = vi.fn(async () => outcome);
    const list = async () => [infoOf("S", { clientId: "c2", type: "functions", config: { convention } })];
    return { ask, connection: connectTo({ list, invoke: ask }) };
  };

  test("asks the service's newest provider for the function, by its name", async () => {
    const { ask, connection } = connect({ ok: true, value: 3 });
    expect(await invoke(connection, "S/fn", { a: 1 })).toBe(3);
    expect(ask).toHaveBeenCalledExactlyOnceWith({
      workspace: "W",
      id: "c2:S",
      path: [],
      args: ["fn", { a: 1 }, true],
    });
  });

  test("waits for no result with blocking: false", async () => {
    const { ask, connection } = connect({ ok: true, value: { activationId: "id" } });
    expect(await invoke(connection, "S/fn", undefined, { blocking: false })).toEqual({ activationId: "id" });
    expect(ask).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ args: ["fn", {}, false] }));
  });

  test("rejects with the code of what failed", async () => {
    const { connection } = connect(failed("handler-threw", "told"));
    await expect(invoke(connection, "S/fn")).rejects.toMatchObject({
      code: "handler-threw",
      message: "told",
    });
  });

  test("is refused for Hypha's services, before anybody is asked", async () => {
    const { ask, connection } = connect({ ok: true, value: 3 }, "hypha");
    await expect(invoke(connection, "S/fn")).rejects.toMatchObject({ code: "not-supported" });
    expect(ask).not.toHaveBeenCalled();
  });
});

describe("Hypha, generateToken", () => {
  test("is refused: workspaces have no tokens yet", async () => {
    await expect(generateToken()).rejects.toMatchObject({
      name: "TabserveError",
      code: "not-supported",
      message: expect.stringMatching("not supported yet; connect\\(\\) the calling page"),
    });
  });
});

describe("what the worker says about calls", () => {
  const ports: MessagePort[] = [];

  beforeEach(() => {
    vi.stubGlobal("origin", "https://example.org");
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    for (const port of ports.splice(0)) port.close();
  });

  /** A page with one service, and its answers. */
  async function openPage(f: (event: HyphaEvent, context: Context) => unknown) {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const replies: unknown[] = [];
    port2.onmessage = ({ data }) => replies.push(data);
    const connection = connectTo();
    await registerService(connection, { id: "S", config: { require_context: true }, f });
    const begin = (since: number) => toExampleSession(port1, { boot: `boot ${since}`, since });
    let session = begin(1);
    return {
      connection,
      replies,
      /** The worker starts again. */
      restart(): void {
        session = begin(2);
        connection.executions?.begin(session);
      },
      say(message: Parameters<typeof onCallMessage>[1]): void {
        const now = "at" in message ? { ...message, at: Date.now() } : message;
        void onCallMessage(connection, now, session);
      },
    };
  }

  const call: WireCall = toExampleCall();

  test("a call is answered by the service, which knows its origin and client id", async () => {
    const page = await openPage((event, context) => [event.server, context.to]);
    page.say(call);
    await vi.waitFor(() => expect(page.replies).toHaveLength(1));
    expect(page.replies).toMatchObject([{ id: 1, body: '[["example.org",443],"W/c1"]' }]);
  });

  test("each call has a session of its own", async () => {
    const sessions = new Set<string>();
    const page = await openPage((_event, { session }) => {
      sessions.add(session);
    });
    page.say(call);
    page.say({ ...call, id: 2 });
    await vi.waitFor(() => expect(page.replies).toHaveLength(2));
    expect([sessions.size, sessions.has("")]).toEqual([2, false]);
  });

  test("what a handler throws goes to the page's console, with its stack", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const error = new Error("boom");
    const page = await openPage(() => {
      throw error;
    });
    page.say(call);
    await vi.waitFor(() => expect(log.mock.calls).toEqual([[error]]));
  });

  test("the worker is kept awake while a handler runs", async () => {
    let finish: (result: undefined) => void = () => {};
    const page = await openPage(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    page.say(call);
    await vi.waitFor(() => expect(page.connection.hold.mock.calls).toEqual([[1]]));
    finish(undefined);
    await vi.waitFor(() => expect(page.connection.hold.mock.calls).toEqual([[1], [-1]]));
  });

  test.each([
    ["deadline-exceeded", "TimeoutError"],
    ["caller-gone", "AbortError"],
  ] as const)("a cancelled call (%s) has its signal fired", async (reason, name) => {
    const page = await openPage(
      ({ signal }) =>
        new Promise((resolve) => {
          signal?.addEventListener("abort", () => resolve(signal.reason.name));
        }),
    );
    page.say(call);
    page.say({ type: "cancel", id: 1, reason });
    await vi.waitFor(() => expect(page.replies).toMatchObject([{ id: 1, body: name }]));
  });

  test.each([
    ["acknowledged runs the handler again", true, 2],
    ["not acknowledged gets the answer that is there", false, 1],
  ])("after a restart a call whose answer was %s", async (_what, isTaken, runs) => {
    const f = vi.fn(() => "answer");
    const page = await openPage(f);
    page.say(call);
    await vi.waitFor(() => expect(page.replies).toHaveLength(1));
    if (isTaken) page.say({ type: "acknowledge", id: 1 });
    page.restart();
    page.say({ ...call, isEarly: true });
    await vi.waitFor(() => expect(page.replies).toHaveLength(2));
    expect(f).toHaveBeenCalledTimes(runs);
  });
});
