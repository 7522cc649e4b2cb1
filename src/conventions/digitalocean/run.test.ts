import { describe, expect, test } from "vitest";
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
    const run = await invoke((event) => event, { web: false, parameters: { a: 1, b: 1 } }, { b: 2 });
    expect(run).toMatchObject({ statusCode: 0, result: { a: 1, b: 2 } });
  });

  test("takes any JSON value for a result", async () => {
    expect((await invoke(() => [1], {})).result).toEqual([1]);
  });

  test("rejects without the function", async () => {
    const service = { id: "package", members: {}, requireContext: false };
    const state = new DigitalOceanState({});
    const call = invokeDigitalOcean(state, { namespace: "W", service, name: "fn", parameters: {} }, page);
    await expect(call).rejects.toThrow("The requested resource does not exist.");
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
