import { afterEach, describe, expect, test, vi } from "vitest";
import { answerHypha } from "./conventions/hypha/answer.js";
import type { HyphaEvent } from "./conventions/hypha/event.js";
import { toExampleCall, toExamplePage, toExampleSession } from "./example-call.js";
import { Executions } from "./executions.js";
import type { ToWorker, WireAnswer, WireCall, WireInvoke } from "./protocol.js";
import { answer } from "./provider.js";
import { toService } from "./service.js";
import type { ServiceDefinition } from "./service-definition.js";

const place = { workspace: "W", clientId: "c1", scope: "https://example.org/", notify: true };
const never = () => new Promise<never>(() => {});
const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** What the worker gets for a call or an invocation, over a real port. */
async function replyTo(
  message: WireCall | WireInvoke,
  definition: ServiceDefinition,
  report: (error: unknown) => void = () => {},
): Promise<ToWorker> {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const reply = new Promise<ToWorker>((resolve) => {
    port2.onmessage = ({ data }) => resolve(data);
  });
  const services = new Map([["S", { ...toService({ id: "S", ...definition }, place), answer: answerHypha }]]);
  const page = toExamplePage({ clientId: "c1", report });
  const session = toExampleSession(port1);
  await answer(message, session, { executions: new Executions(() => {}, never), page, services });
  return reply;
}

const toCall = (call: Partial<WireCall> = {}): WireCall => toExampleCall({ id: 7, ...call });

function toInvoke(path: readonly string[], invoke: Partial<WireInvoke> = {}): WireInvoke {
  return {
    type: "invoke",
    id: 7,
    at: Date.now(),
    workspace: "W",
    service: "S",
    path,
    args: [],
    caller: "caller",
    member: true,
    ...invoke,
  };
}

describe("a call that reaches the page", () => {
  test("is answered by the function, under its number", async () => {
    expect(await replyTo(toCall(), { f: () => "hello" })).toMatchObject({
      id: 7,
      status: 200,
      body: "hello",
    });
  });

  test("gets the page's client id and a session in the context", async () => {
    const f = (_event: HyphaEvent, context: { to: string; session: string }) => [context.to, context.session];
    const reply = await replyTo(toCall(), { config: { require_context: true }, f });
    expect(reply).toMatchObject({ body: '["W/c1","random"]' });
  });

  test.each([
    ["bytes", () => new Uint8Array([1, 2, 3]), [1, 2, 3]],
    ["a Blob", () => new Blob([new Uint8Array([1, 2, 3])]), [1, 2, 3]],
    ["a Response", () => new Response(new Uint8Array([1, 2, 3])), [1, 2, 3]],
  ])("may be answered with %s", async (_what, f, bytes) => {
    const { body, ...head } = (await replyTo(toCall(), { f })) as WireAnswer;
    expect([
      ...new Uint8Array(await new Response(body as Blob | Uint8Array<ArrayBuffer>).arrayBuffer()),
    ]).toEqual(bytes);
    expect(head).toMatchObject({ id: 7, status: 200 });
  });

  test.each([
    ["a Uint8Array", new Uint8Array([1, 2, 3])],
    ["a part of a larger buffer", new Uint8Array([0, 1, 2, 3, 4]).subarray(1, 4)],
    ["an ArrayBuffer", new Uint8Array([1, 2, 3]).buffer],
    ["bytes of shared memory", new Uint8Array(new SharedArrayBuffer(3))],
  ])("leaves the handler's bytes usable: %s is sent as a copy of just these", async (_what, bytes) => {
    const { body } = (await replyTo(toCall(), { f: () => bytes })) as { body: Uint8Array };
    expect([...body]).toEqual([...new Uint8Array(bytes)]);
    expect(body.buffer).toBeInstanceOf(ArrayBuffer);
    expect([body.buffer.byteLength, bytes.byteLength]).toEqual([3, 3]);
  });

  test("is answered with the bytes as they were then: the handler may change them later", async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const { body } = (await replyTo(toCall(), { f: () => bytes })) as { body: Uint8Array };
    bytes.fill(9);
    expect([...body]).toEqual([1, 2, 3]);
  });

  test("of a service that is gone goes back with its body, for another page", async () => {
    const body = new TextEncoder().encode("body").buffer;
    const reply = await replyTo(toCall({ service: "T", serviceId: "c1:T", method: "POST", body }), {});
    expect(reply).toEqual({ type: "absent", id: 7, body: new TextEncoder().encode("body").buffer });
  });

  test("whose handler throws is reported to the page", async () => {
    const error = new Error("boom");
    const report = vi.fn();
    const f = () => {
      throw error;
    };
    expect(await replyTo(toCall(), { f }, report)).toMatchObject({ id: 7, status: 500 });
    expect(report.mock.calls).toEqual([[error]]);
  });
});

describe("a call of a worker that was restarted", () => {
  /** A page, and what its sessions have got so far. */
  function openPage(f: () => unknown) {
    const executions = new Executions(() => {}, never);
    const services = new Map([["S", { ...toService({ id: "S", f }, place), answer: answerHypha }]]);
    const page = toExamplePage();
    const replies: string[] = [];
    let sessions = 0;
    return {
      replies,
      begin(boot: string) {
        const { port1, port2 } = new MessageChannel();
        ports.push(port1, port2);
        port2.onmessage = ({ data }) => replies.push(`${boot} #${data.id}: ${data.body ?? data.type}`);
        const session = toExampleSession(port1, { boot, since: ++sessions });
        executions.begin(session);
        return (call: Partial<WireCall>) =>
          answer(toCall({ isEarly: true, ...call }), session, { executions, page, services });
      },
    };
  }

  test.each([
    [1, 5],
    [1, 1],
  ])(
    "joins the handler that runs already: the last session alone gets the answer (#%i, #%i)",
    async (first, last) => {
      let finish: (result: string) => void = () => {};
      const f = vi.fn(
        () =>
          new Promise((resolve) => {
            finish = resolve;
          }),
      );
      const page = openPage(f);
      const before = page.begin("old")({ id: first });
      const after = page.begin("new")({ id: last });
      finish("answer");
      await Promise.all([before, after]);
      await vi.waitFor(() => expect(page.replies).toContain(`new #${last}: answer`));
      expect([page.replies.length, f.mock.calls.length]).toEqual([1, 1]);
    },
  );

  test("is told that the answer's stream went to the worker before: it flows once", async () => {
    const f = vi.fn(() => ({ body: new Blob(["x"]).stream() }));
    const page = openPage(f);
    await page.begin("old")({ id: 1 });
    await vi.waitFor(() => expect(page.replies).toHaveLength(1));
    await page.begin("new")({ id: 2 });
    await vi.waitFor(() =>
      expect(page.replies).toEqual([expect.stringMatching("old #1: "), "new #2: spent"]),
    );
    expect(f).toHaveBeenCalledOnce();
  });

  test("of another request runs the handler again, and both are answered where they came from", async () => {
    const page = openPage(() => "answer");
    await page.begin("old")({ id: 1 });
    await page.begin("new")({ id: 1, at: Date.now(), query: "other" });
    await vi.waitFor(() => expect(page.replies.sort()).toEqual(["new #1: answer", "old #1: answer"]));
  });
});

describe("a call that comes late", () => {
  /** A page that gets a call, in a session that may be replaced, and what it says to the worker. */
  function open(late: { at?: number; isReplaced?: boolean }) {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const said: ToWorker[] = [];
    port2.onmessage = ({ data }) => said.push(data);
    const executions = new Executions(() => {}, never);
    const session = toExampleSession(port1, { isReplaced: late.isReplaced ?? false });
    const f = vi.fn(() => "answer");
    const services = new Map([["S", { ...toService({ id: "S", f }, place), answer: answerHypha }]]);
    const page = toExamplePage();
    void answer(toCall({ at: late.at ?? Date.now() }), session, { executions, page, services });
    return { executions, session, said, f };
  }

  const cases = [{ at: Date.now() - 10_000 }, { isReplaced: true }];

  test.each(cases)("(%j) runs when the worker says that somebody waits still", async (late) => {
    const { executions, session, said, f } = open(late);
    await vi.waitFor(() => expect(said).toEqual([{ type: "confirm", id: 7 }]));
    expect(f).not.toHaveBeenCalled();
    executions.confirm(session, 7);
    await vi.waitFor(() => expect(said).toHaveLength(2));
    expect(f).toHaveBeenCalledOnce();
  });

  test.each(cases)("(%j) is forgotten when the worker cancels it", async (late) => {
    const { executions, session, said, f } = open(late);
    await vi.waitFor(() => expect(said).toHaveLength(1));
    executions.cancel(session, { id: 7, reason: "caller-gone" });
    executions.confirm(session, 7);
    await Promise.resolve();
    expect(f).not.toHaveBeenCalled();
    expect(session.late.size).toBe(0);
  });
});

describe("an invocation by another page", () => {
  test("gives the function's arguments and result as they are", async () => {
    const reply = await replyTo(toInvoke(["add"], { args: [new Map([["a", 1]]), 2] }), {
      add: async (map: Map<string, number>, b: number) => new Map(map).set("b", b),
    });
    expect(reply).toEqual({
      type: "outcome",
      id: 7,
      ok: true,
      value: new Map([
        ["a", 1],
        ["b", 2],
      ]),
    });
  });

  test("reaches nested functions by their keys", async () => {
    const reply = await replyTo(toInvoke(["api", "v1", "users"]), { api: { v1: { users: () => "users" } } });
    expect(reply).toMatchObject({ ok: true, value: "users" });
  });

  test("calls without this", async () => {
    const f = function (this: unknown) {
      return this === undefined;
    };
    expect(await replyTo(toInvoke(["f"]), { f })).toMatchObject({ value: true });
  });

  test.each([
    [["missing"], "S.missing"],
    [["api"], "S.api"],
    [["api", "missing"], "S.api.missing"],
    [["constructor"], "S.constructor"],
    [["api", "toString"], "S.api.toString"],
    [["id"], "S.id"],
    [[], "S."],
  ])("of %j finds no function", async (path, name) => {
    expect(await replyTo(toInvoke(path), { api: { f: () => {} }, default: () => "default" })).toEqual({
      type: "outcome",
      id: 7,
      ok: false,
      code: "function-not-found",
      message: `Function not found: ${name}`,
    });
  });

  test("of a service that is gone finds no function", async () => {
    expect(await replyTo(toInvoke(["f"], { service: "T" }), { f: () => {} })).toMatchObject({
      ok: false,
      code: "function-not-found",
      message: "Function not found: T.f",
    });
  });

  test("has the context as last argument, with caller, provider and dotted path", async () => {
    const users = (_id: number, context: unknown) => context;
    const config = { require_context: ["api"] };
    const reply = await replyTo(toInvoke(["api", "users"], { args: [1] }), { config, api: { users } });
    expect(reply).toMatchObject({
      value: {
        from: "W/caller",
        to: "W/c1",
        method: "services.S.api.users",
        session: "random",
        ws: "W",
        user: { scope: { workspaces: { W: "rw" } } },
      },
    });
  });

  test("has no context where it is not asked for", async () => {
    const f = (...args: unknown[]) => args.length;
    const reply = await replyTo(toInvoke(["f"], { args: [1] }), { config: { require_context: ["g"] }, f });
    expect(reply).toMatchObject({ value: 1 });
  });

  test.each([
    [
      "a throw",
      () => {
        throw new RangeError("far");
      },
      "RangeError: far",
    ],
    ["a rejection", () => Promise.reject("text"), "Error: text"],
  ])("that ends in %s tells the name and message, and is reported", async (_what, f, message) => {
    const report = vi.fn();
    const reply = await replyTo(toInvoke(["f"]), { f }, report);
    expect(reply).toEqual({ type: "outcome", id: 7, ok: false, code: "handler-threw", message });
    expect(report).toHaveBeenCalledOnce();
  });

  test("whose result cannot be cloned fails at once", async () => {
    expect(await replyTo(toInvoke(["f"]), { f: () => () => {} })).toEqual({
      type: "outcome",
      id: 7,
      ok: false,
      code: "bad-result",
      message: expect.stringMatching(/^The result cannot be sent to another page: DataCloneError/),
    });
  });
});
