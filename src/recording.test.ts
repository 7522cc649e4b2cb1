import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Recordable, Recorder } from "./activations/recorder.js";
import { type AnsweredCall, toRun } from "./conventions/answered-call.js";
import { toCall } from "./conventions/digitalocean/cases/replay.js";
import { answerHypha } from "./conventions/hypha/answer.js";
import type { Context } from "./conventions/hypha/context.js";
import type { HyphaEvent } from "./conventions/hypha/event.js";
import { answerByName, toBothFaces } from "./conventions/load.js";
import type { WireInvoke } from "./protocol.js";
import { recordDirect, recordHttp } from "./recording.js";
import { toService } from "./service.js";
import type { ServiceDefinition } from "./service-definition.js";

const place = { workspace: "W", clientId: "c1", scope: "https://example.org/", notify: true };
const page = { scope: place.scope, clientId: "c1", random: () => "r", report: () => {} };
const pushed: Recordable[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: 5_000 });
  vi.spyOn(Recorder.prototype, "push").mockImplementation((call) => void pushed.push(call));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  pushed.length = 0;
});

const recorder = new Recorder(place);
const register = (definition: ServiceDefinition) =>
  toService({ id: "S", type: "functions", ...definition }, place);

/** Asks for `/fn` by HTTP. */
function ask(definition: ServiceDefinition, path = "/fn") {
  const service = register(definition);
  const answer = recordHttp(answerHypha, service, recorder);
  return answer({ ...service, id: "S" }, { ...toCall({ path }), at: 4_990 }, page);
}

/** What the records will say. */
function getRuns() {
  return pushed.map((call) => ("run" in call ? call.run : toRun(call.answered, "id")));
}

test("a call by HTTP is told of once it is answered", async () => {
  const fn = () => {
    vi.setSystemTime(5_007);
    return { status: 201, body: { a: 1 } };
  };
  expect((await ask({ fn })).status).toBe(201);
  expect(pushed).toMatchObject([{ kind: "hypha:functions", waitTime: 10 }]);
  expect(getRuns()).toMatchObject([
    {
      namespace: "W",
      package: "S",
      name: "fn",
      start: 5_000,
      end: 5_007,
      result: { status: 201, body: { a: 1 } },
    },
  ]);
});

test("what a handler logs on its event or its context is its own, also between other calls' lines", async () => {
  const fn = async (event: HyphaEvent, context: Context) => {
    event.log?.("first", event.path);
    await Promise.resolve();
    context.error?.("second", event.path);
    expect(JSON.stringify([event, context])).not.toContain("log");
    return "ok";
  };
  const default_ = (event: HyphaEvent, context: Context) => fn(event, context);
  const definition = { default: default_, config: { require_context: true } };
  await Promise.all(["/a", "/b"].map((path) => ask(definition, path)));
  expect(getRuns().map((run) => run?.logs)).toEqual(
    ["/a", "/b"].map((path) => [
      { time: 5_000, stream: "stdout", text: `first ${path}` },
      { time: 5_000, stream: "stderr", text: `second ${path}` },
    ]),
  );
});

test("logging does no harm where nothing is recorded", async () => {
  const service = register({ fn: (event: HyphaEvent) => event.log?.("x"), config: { activations: false } });
  const answer = recordHttp(answerHypha, service, undefined);
  expect((await answer({ ...service, id: "S" }, toCall({}), page)).status).toBe(204);
});

test("a handler that never ends is told of at its deadline, once", async () => {
  let end = (_: unknown) => {};
  const answer = ask({ fn: () => new Promise((resolve) => (end = resolve)), config: { timeout: 2 } });
  await vi.advanceTimersByTimeAsync(4_000);
  end("late");
  await answer;
  expect(getRuns()).toMatchObject([
    { isTimeout: true, result: { error: "The function exceeded its time limits of 2000 milliseconds." } },
  ]);
});

test("a call by name is told of under that name, unless it reached no function", async () => {
  const service = register({ text: { upper: () => "A" } });
  const answer = toBothFaces(answerHypha, recordHttp(answerByName, service, recorder));
  for (const path of ["/text.upper", "/none", "/"])
    await answer({ ...service, id: "S" }, { ...toCall({ path }), face: "services" }, page);
  const runs = getRuns().filter((run) => run !== undefined);
  expect(runs).toMatchObject([{ name: "text.upper", result: { status: 200, body: "A" } }]);
});

test("what is large or bytes does not wait for its record", async () => {
  const bodies = ["x".repeat(1_100_000), new Uint8Array(3), new Blob(["xy"])];
  for (const body of bodies) await ask({ fn: () => ({ body }) });
  const answers = pushed.map((call) => (call as { answered: AnsweredCall }).answered.ending);
  expect(answers).toEqual(
    [1_100_000, 3, 2].map((size) => ({ answer: { status: 200, headers: expect.anything(), size } })),
  );
});

test.each([
  ["a result", () => ({ a: 1 }), { statusCode: 0, result: { a: 1 } }],
  ["nothing", () => undefined, { statusCode: 0, result: null }],
  ["a failure", () => Promise.reject(new Error("told")), { statusCode: 2, result: { error: "Error: told" } }],
])("a direct call that gives %s is told of", async (_, fn, expected) => {
  const run = recordDirect(register({ fn }), recorder);
  const call = { path: ["api", "fn"], at: 4_000 } as unknown as WireInvoke; // no more of it is read
  await run(call, undefined, fn).catch(() => {});
  expect(getRuns()).toMatchObject([{ name: "api.fn", ...expected }]);
});
