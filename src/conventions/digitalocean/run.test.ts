import { describe, expect, test, vi } from "vitest";
import type { FunctionRun } from "../function-run.js";
import { serve } from "./cases/replay.js";
import type { DigitalOceanContext } from "./context.js";
import type { DigitalOceanEvent } from "./event.js";
import { invokeDigitalOcean } from "./invoke.js";
import type { DigitalOceanConfig } from "./settings.js";
import { DigitalOceanState } from "./state.js";

type Handler = (event: DigitalOceanEvent, context: DigitalOceanContext) => unknown;

/** Calls `/fn` and gives what is told of it. */
async function record(fn: Handler, { path = "/fn", config = {} as DigitalOceanConfig } = {}) {
  const runs: FunctionRun[] = [];
  const reported: unknown[] = [];
  let time = 1000;
  const page = {
    now: () => time,
    record: (run: FunctionRun) => void runs.push(run),
    report: (error: unknown) => void reported.push(error),
  };
  const handler: Handler = (event, context) => {
    time += 5;
    return fn(event, context);
  };
  const answer = await serve({ fn: handler }, config, page)({ path });
  return { runs, run: runs[0], reported, answer };
}

describe("What is told of a run", () => {
  test("is all that a record of it needs", async () => {
    const { runs } = await record(() => ({ body: "x" }));
    expect(runs).toEqual([
      {
        activationId: expect.stringMatching(/^[0-9a-f]{32}$/),
        namespace: "W",
        package: "package",
        name: "fn",
        version: "0.0.1",
        start: 1000,
        end: 1005,
        statusCode: 0,
        result: { body: "x" },
        logs: [],
        isLogCut: false,
        isTimeout: false,
        limits: { timeout: 3000, memory: 256, logs: 16 },
      },
    ]);
  });

  test("has the activation's id of the context", async () => {
    let id = "";
    const { run } = await record((_, { activationId }) => {
      id = activationId;
    });
    expect(run?.activationId).toBe(id);
  });

  const cases: [string, Handler, Partial<FunctionRun>][] = [
    ["nothing", () => undefined, { statusCode: 0, result: {} }],
    ["a failure of its own", () => ({ error: { a: 1 } }), { statusCode: 1, result: { error: { a: 1 } } }],
    [
      "a bare value",
      () => 1,
      { statusCode: 2, result: { error: "There was an error processing your request." } },
    ],
    [
      "what JSON cannot hold",
      () => ({ a: 1n }),
      { statusCode: 2, result: { error: "Response is not valid 'message/http'." } },
    ],
    ["bytes", () => ({ body: new Uint8Array(1) }), { statusCode: 0, result: undefined }],
    ["a Response", () => new Response("x"), { statusCode: 0, result: undefined }],
    ["throwing", () => Promise.reject(new Error("told")), { statusCode: 2, result: { error: "told" } }],
    [
      "throwing an answer",
      () => Promise.reject({ statusCode: 404 }),
      { statusCode: 1, result: { statusCode: 404 } },
    ],
  ];
  test.each(cases)("%s", async (_, fn, expected) => {
    expect((await record(fn)).run).toMatchObject(expected);
  });

  test("tells that it took too long", async () => {
    const config = { limits: { timeout: 4 } };
    const { run } = await record(() => ({ body: "x" }), { config });
    const error = "The function exceeded its time limits of 4 milliseconds.";
    expect(run).toMatchObject({ isTimeout: true, statusCode: 2, result: { error } });
  });

  test("is nothing for a call that reaches no function", async () => {
    expect((await record(() => 1, { path: "/other" })).runs).toEqual([]);
  });
});

describe("The log", () => {
  test("has text, JSON and errors, each with its time and stream", async () => {
    const { run } = await record((_, { log, error }) => {
      log("a", 1, { b: [true] }, null, undefined);
      error(new TypeError("told"));
    });
    expect(run?.logs).toEqual([
      { time: 1005, stream: "stdout", text: 'a 1 {"b":[true]} null undefined' },
      { time: 1005, stream: "stderr", text: expect.stringContaining("TypeError: told") },
    ]);
  });

  test("is cut at its limit", async () => {
    const { run } = await record(
      (_, { log }) => {
        for (const length of [1000, 22, 1, 1]) log("x".repeat(length));
      },
      { config: { limits: { logs: 1 } } },
    );
    expect(run?.logs.map(({ text }) => text.length)).toEqual([1000, 22]);
    expect(run?.isLogCut).toBe(true);
  });

  test("takes values that have no text", async () => {
    const hostile = { toJSON: () => Promise.reject };
    const { answer } = await record((_, { log }) =>
      log(Object.create(null), hostile, Symbol("s"), 1n, () => 1),
    );
    expect(answer.status).toBe(204);
  });
});

describe("What a developer has to know", () => {
  test.each<[string, Handler, unknown]>([
    ["what was thrown", () => Promise.reject(new Error("told")), new Error("told")],
    [
      "which value is no status",
      () => ({ statusCode: 99 }),
      { message: "statusCode is 99; it must be an integer in 200-599" },
    ],
    ["which value is no result", () => 1, { message: "The result is 1; return an object: {body: …}" }],
    [
      "which value is no JSON",
      () => ({ a: 1n }),
      { message: expect.stringContaining("The result cannot be sent as JSON") },
    ],
  ])("%s is reported to its page", async (_, fn, expected) => {
    expect((await record(fn)).reported).toEqual([
      expect.objectContaining({ message: (expected as Error).message }),
    ]);
  });

  test("a caller's fault is not reported", async () => {
    expect((await record(() => 1, { path: "/other" })).reported).toEqual([]);
  });
});

describe("The signal", () => {
  test("fires at the deadline", async () => {
    let signal: AbortSignal | undefined;
    const config = { limits: { timeout: 5 } };
    const fn: Handler = (_, context) => {
      signal = context.signal;
      return new Promise(() => {});
    };
    await serve({ fn }, config)({});
    expect(signal?.reason).toMatchObject({ name: "TimeoutError" });
  });

  test("has fired when it is first looked at after the deadline", async () => {
    let late: DigitalOceanContext | undefined;
    const fn: Handler = (_, context) => {
      late = context;
      return new Promise(() => {});
    };
    await serve({ fn }, { limits: { timeout: 5 } })({});
    expect(late?.signal.aborted).toBe(true);
  });

  test.each([
    ["before", true],
    ["after", false],
  ])("fires when nobody waits any more, also %s it is looked at", async (_, isEarly) => {
    const caller = new AbortController();
    if (isEarly) caller.abort("gone");
    const fn: Handler = (_, { signal }) => {
      caller.abort("gone");
      return { body: [signal.aborted, signal.reason] };
    };
    const answer = await serve({ fn }, {}, { signal: () => caller.signal })({});
    expect(answer.body).toBe('[true,"gone"]');
  });

  test("does not fire in time", async () => {
    let signal: AbortSignal | undefined;
    const fn: Handler = (_, context) => {
      signal = context.signal;
    };
    await serve({ fn })({});
    expect(signal?.aborted).toBe(false);
  });
});

describe("A call that does not wait", () => {
  const ask = (prefer: string, fn: Handler) => {
    const runs: FunctionRun[] = [];
    const reported: unknown[] = [];
    const page = {
      record: (run: FunctionRun) => void runs.push(run),
      report: (error: unknown) => void reported.push(error),
    };
    return { runs, reported, answer: serve({ fn }, {}, page)({ path: "/fn.json", headers: { prefer } }) };
  };

  test("is answered at once with the activation's id; the record follows, with its result", async () => {
    let end = (_: unknown) => {};
    const { runs, answer } = ask("respond-async", () => new Promise((resolve) => (end = resolve)));
    const { status, body } = await answer;
    expect(status).toBe(202);
    expect(runs).toEqual([]);
    end({ a: 1 });
    await vi.waitFor(() => expect(runs).toHaveLength(1));
    expect(JSON.parse(String(body))).toEqual({ activationId: runs[0]?.activationId });
    expect(runs[0]).toMatchObject({ statusCode: 0, result: { a: 1 } });
    expect(runs[0]).not.toHaveProperty("content");
  });

  test("tells its developer what it throws", async () => {
    const { reported, answer } = ask("wait=5, Respond-Async", () => Promise.reject(new Error("told")));
    expect((await answer).status).toBe(202);
    await vi.waitFor(() => expect(reported).toEqual([new Error("told")]));
  });

  test("counts as under way until it ends", async () => {
    let end = (_: unknown) => {};
    const fn = () => new Promise((resolve) => (end = resolve));
    const call = serve({ fn }, { limits: { concurrency: 1 } });
    const request = { headers: { prefer: "respond-async" } };
    expect((await call(request)).status).toBe(202);
    expect((await call(request)).status).toBe(429);
    end({});
    await vi.waitFor(async () => expect((await call(request)).status).toBe(202));
  });

  test.each(["", "return=minimal", "respond-asynchronously"])("is not meant by %j", async (prefer) => {
    expect((await ask(prefer, () => ({})).answer).status).toBe(200);
  });
});

describe("What a record keeps of a result", () => {
  const type = "image/gif";
  const cases: [string, string, Handler, Partial<FunctionRun>][] = [
    ["data by .json", "/fn.json", () => ({ a: 1 }), { content: { type: "application/json" } }],
    [
      "bytes",
      "/fn",
      () => ({ body: new Uint8Array(3) }),
      { content: { type: "application/octet-stream", size: 3 } },
    ],
    ["a Blob", "/fn", () => ({ body: new Blob(["xy"], { type }) }), { content: { type, size: 2 } }],
    [
      "a stream",
      "/fn",
      () => ({ body: new Blob(["x"]).stream(), headers: { "Content-Type": type } }),
      { content: { type }, result: undefined },
    ],
    ["a Response", "/fn", () => new Response("x"), { content: { type: "text/plain;charset=UTF-8" } }],
  ];
  test.each(cases)("of %s is its type and size", async (_, path, fn, expected) => {
    expect((await record(fn, { path })).run).toMatchObject(expected);
  });

  test("of a failure is its text", async () => {
    const fail = () => Promise.reject(new Error("told"));
    expect((await record(fail, { path: "/fn.json" })).run?.result).toEqual({ error: "told" });
  });
});

describe("A call from code", () => {
  const page = { scope: "https://example.org/", clientId: "", report: () => {}, random: () => "r" };
  const invoke = (fn: Handler, config: DigitalOceanConfig, parameters = {}) => {
    const service = { id: "package", members: { fn }, requireContext: false };
    return invokeDigitalOcean(
      new DigitalOceanState(config),
      { namespace: "W", service, name: "fn", parameters },
      page,
    );
  };

  test("gives configured parameters and the caller's, and no http", async () => {
    const config = { web: false, parameters: { a: 1, b: 1 } } as const;
    const { run } = await invoke((event) => event, config, { b: 2 }).ended;
    expect(run).toMatchObject({ statusCode: 0, result: { a: 1, b: 2 } });
  });

  test("takes any JSON value for a result", async () => {
    expect((await invoke(() => [1], {}).ended).run.result).toEqual([1]);
  });

  test("has its activation's id before it ends", async () => {
    let id = "";
    const { activationId, ended } = invoke((_, context) => {
      id = context.activationId;
      return 1;
    }, {});
    expect(activationId).toBe((await ended).run.activationId);
    expect(activationId).toBe(id);
  });

  test("is refused without the function", () => {
    const service = { id: "package", members: {}, requireContext: false };
    const state = new DigitalOceanState({});
    const call = { namespace: "W", service, name: "fn", parameters: {} };
    expect(() => invokeDigitalOcean(state, call, page)).toThrow("The requested resource does not exist.");
  });
});

describe("Calls do not share", () => {
  test("the parameters and the environment that they change", async () => {
    const fn: Handler = (event, { environment }) => {
      event.list.push(1);
      Object.assign(environment, { A: `${environment.A}!` });
      return { body: [event.list, environment] };
    };
    const ask = serve({ fn }, { parameters: { list: [] }, environment: { A: "a" } });
    expect([(await ask({})).body, (await ask({})).body]).toEqual(['[[1],{"A":"a!"}]', '[[1],{"A":"a!"}]']);
  });
});
