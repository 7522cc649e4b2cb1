import { describe, expect, test, vi } from "vitest";
import type { Answer } from "./conventions/convention.js";
import { toExampleCall, toExampleSession } from "./example-call.js";
import { type CallSession, Executions } from "./executions.js";
import { sendFlow } from "./flow.js";
import type { WireCall } from "./protocol.js";

const never = () => new Promise<never>(() => {});
const answered: Answer = { status: 200, headers: [], body: "x" };
const worker = { state: "activated" } as ServiceWorker;

function toSession(boot: string, of: ServiceWorker | undefined = worker): CallSession {
  const { port1 } = new MessageChannel();
  return toExampleSession(port1, { boot, since: boot.charCodeAt(0), worker: of });
}

const toCall = (call: Partial<WireCall> = {}): WireCall =>
  toExampleCall({
    ...{ method: "POST", headers: [["accept", "*/*"]], body: new TextEncoder().encode("body").buffer },
    ...{ client: "client", isEarly: true, member: true },
    ...call,
  });

/** Executions with one run under way for boot A, and a session of boot B. */
function restart(call: Partial<WireCall> = {}, of: ServiceWorker | undefined = worker) {
  const executions = new Executions(() => {}, never);
  const a = toSession("A");
  executions.begin(a);
  const run = vi.fn(() => new Promise<Answer>(() => {}));
  const first = executions.start(toCall(call), a, run);
  const b = toSession("B", of);
  executions.begin(b);
  return { executions, a, b, first, run };
}

describe("a restarted worker's call", () => {
  test("joins the run of the same request, and takes its answer over", () => {
    const { executions, b, first, run } = restart();
    const joined = executions.join(toCall({ id: 9 }), b);
    expect(joined).toBe(first);
    expect([first.session, first.id, run.mock.calls.length]).toEqual([b, 9, 1]);
  });

  test("joins a run once: a second equal request runs for itself", () => {
    const { executions, b, first } = restart();
    executions.join(toCall({ id: 8 }), b);
    expect(executions.join(toCall({ id: 9 }), b)).not.toBe(first);
  });

  test("joins an answered run that was not acknowledged", async () => {
    const executions = new Executions(() => {}, never);
    const [a, b] = [toSession("A"), toSession("B")];
    executions.begin(a);
    const first = executions.start(toCall(), a, async () => answered);
    await first.answer;
    executions.begin(b);
    expect(executions.join(toCall(), b)).toBe(first);
  });

  test("never joins an acknowledged run", () => {
    const executions = new Executions(() => {}, never);
    const [a, b] = [toSession("A"), toSession("B")];
    executions.begin(a);
    const first = executions.start(toCall(), a, async () => answered);
    executions.acknowledge(a, 1);
    executions.begin(b);
    expect(executions.join(toCall(), b)).not.toBe(first);
  });

  test.each<[string, Partial<WireCall>]>([
    ["client", { client: "other" }],
    ["method", { method: "PUT" }],
    ["workspace", { workspace: "V" }],
    ["service", { serviceId: "T" }],
    ["path", { path: "/g" }],
    ["query", { query: "a=1" }],
    ["headers", { headers: [["accept", "text/html"]] }],
    ["body", { body: new TextEncoder().encode("bodY").buffer }],
    ["length", { body: new TextEncoder().encode("body2").buffer }],
    ["missing body", { body: null }],
  ])("does not join a run with another %s", (_what, other) => {
    const { executions, b, first } = restart();
    expect(executions.join(toCall(other), b)).not.toBe(first);
  });

  test("does not join a run of another version of the worker", () => {
    const { executions, b, first } = restart({}, { state: "activated" } as ServiceWorker);
    expect(executions.join(toCall(), b)).not.toBe(first);
  });

  test("does not join when it came long after the start", () => {
    const { executions, b, first } = restart();
    expect(executions.join(toCall({ isEarly: false }), b)).not.toBe(first);
  });

  test("does not join a run whose body differs in one byte of many", () => {
    const toBody = (last: number) => new Uint8Array(200_001).fill(last, 150_001, 150_002).buffer;
    const { executions, b, first } = restart({ body: toBody(1) });
    expect(executions.join(toCall({ body: toBody(2) }), b)).not.toBe(first);
    expect(executions.join(toCall({ body: toBody(1) }), b)).toBe(first);
  });

  test("is not misled by the late first word of an older session", () => {
    const { executions, a, b, first } = restart();
    executions.begin(toSession("@"));
    expect(executions.join(toCall({ id: 9 }), b)).toBe(first);
    expect(a.calls.size).toBe(0);
  });

  test("does not join a run of its own boot", () => {
    const { executions, b, first, run } = restart();
    executions.acknowledge(first.session, first.id);
    executions.start(toCall({ id: 2 }), b, run);
    expect(executions.join(toCall({ id: 3 }), b)).toBeUndefined();
  });
});

describe("a page that leaves its worker", () => {
  test("ends its runs: their callers were told, and no later request gets their answers", () => {
    const { executions, b, first } = restart();
    executions.abandon();
    expect(first.signal.aborted).toBe(true);
    expect(executions.left).toEqual([]);
    expect(executions.join(toCall(), b)).toBeUndefined();
  });
});

describe("a run with a stream", () => {
  /** One that goes up, or the answer; nobody reads either. */
  const endless = () => new ReadableStream<Uint8Array<ArrayBuffer>>();
  const toUpload = () => sendFlow(endless()).take() ?? null;
  const streamed = async (): Promise<Answer> => ({ ...answered, body: endless() });

  test.each([
    ["up", toUpload, () => new Promise<Answer>(() => {})],
    ["down", () => null, streamed],
  ])(
    "%s ends at once when the worker is restarted: no half of it can be joined",
    async (_way, toBody, run) => {
      const executions = new Executions(() => {}, never);
      const [a, b] = [toSession("A"), toSession("B")];
      executions.begin(a);
      const execution = executions.start(toCall({ body: toBody() as never }), a, run);
      const { signal } = execution;
      await new Promise((resolve) => setTimeout(resolve));
      expect(signal.aborted).toBe(false);
      executions.begin(b);
      expect(signal.reason).toMatchObject({
        name: "AbortError",
        message: expect.stringMatching("middle of a stream"),
      });
    },
  );

  test("goes on when the same start of the worker begins another session", async () => {
    const executions = new Executions(() => {}, never);
    const execution = executions.start(toCall(), toSession("A"), streamed);
    await execution.answer;
    executions.begin(toSession("A"));
    expect(execution.signal.aborted).toBe(false);
    execution.abort("The test is over", "AbortError");
  });

  test("goes on when another version of the worker takes over", async () => {
    const executions = new Executions(() => {}, never);
    const a = toSession("A");
    executions.begin(a);
    const execution = executions.start(toCall(), a, streamed);
    await execution.answer;
    executions.begin(toSession("B", { state: "activated" } as ServiceWorker));
    expect(execution.signal.aborted).toBe(false);
    execution.abort("The test is over", "AbortError");
  });
});

describe("a run for a worker that another version replaced", () => {
  const other = { state: "activated" } as ServiceWorker;

  /** Runs of versions A and B, of which A was replaced and may go. */
  function replace() {
    let go: () => void = () => {};
    const whenGone = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          go = resolve;
        }),
    );
    const busy = vi.fn();
    const executions = new Executions(busy, whenGone);
    const [a, b] = [toSession("A"), toSession("B", other)];
    executions.begin(a);
    const run = (id: number, session: CallSession, body: Answer["body"] = new ReadableStream()) =>
      executions.start(toCall({ id }), session, async () => ({ ...answered, body }));
    return { executions, a, b, run, whenGone, busy, go: () => go() };
  }

  test("goes on as long as that worker does", async () => {
    const { executions, a, b, run, whenGone } = replace();
    const first = run(1, a);
    await first.answer;
    executions.begin(b);
    await new Promise((resolve) => setTimeout(resolve));
    expect([first.signal.aborted, whenGone.mock.calls]).toEqual([false, [["A"]]]);
  });

  test("ends with that worker, and no other run does", async () => {
    const { executions, a, b, run, busy, go } = replace();
    const streams = [run(1, a), run(2, a)];
    executions.begin(b);
    const later = run(3, a); // that worker had sent it before
    const own = run(4, b);
    await own.answer;
    go();
    const reason = { name: "AbortError", message: expect.stringMatching("was replaced and has ended") };
    await vi.waitFor(() => expect(streams[0]?.signal.reason).toMatchObject(reason));
    const fired = [...streams, later, own].map(({ signal }) => signal.aborted);
    expect([fired, executions.left.length, busy.mock.calls]).toEqual([
      [true, true, true, false],
      1,
      [[true]],
    ]);
    own.abort("The test is over", "AbortError");
    await vi.waitFor(() => expect(busy.mock.calls).toEqual([[true], [false]]));
  });

  test("asks only while there is one, and once for all", async () => {
    const { executions, a, b, run, whenGone } = replace();
    const done = run(1, a, "x");
    await done.answer;
    await new Promise((resolve) => setTimeout(resolve));
    executions.begin(b);
    expect(whenGone).not.toHaveBeenCalled();
    for (const id of [2, 3]) run(id, a);
    expect(whenGone).toHaveBeenCalledOnce();
    executions.abandon();
  });
});

describe("a run that nobody joins", () => {
  test("is aborted and forgotten 3 s after the restart", () => {
    vi.useFakeTimers();
    const { executions, b, first } = restart();
    vi.advanceTimersByTime(2_999);
    expect(first.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(first.signal.reason).toMatchObject({ name: "AbortError" });
    expect(executions.join(toCall(), b)).not.toBe(first);
    vi.useRealTimers();
  });
});

describe("a run", () => {
  test.each([
    ["deadline-exceeded", "TimeoutError"],
    ["caller-gone", "AbortError"],
  ] as const)("that is cancelled (%s) has its signal fired with a %s", (reason, name) => {
    const { executions, a, first } = restart();
    const { signal } = first;
    executions.cancel(a, { id: 1, reason });
    expect(signal.reason).toMatchObject({ name });
  });

  test("has an aborted signal also when it is first looked at afterwards", () => {
    const { executions, a, first } = restart();
    executions.cancel(a, { id: 1, reason: "caller-gone" });
    expect(first.signal.aborted).toBe(true);
  });

  test("that has ended is not aborted any more", async () => {
    const executions = new Executions(() => {}, never);
    const a = toSession("A");
    const first = executions.start(toCall(), a, async () => answered);
    await first.answer;
    executions.cancel(a, { id: 1, reason: "caller-gone" });
    expect(first.signal.aborted).toBe(false);
  });

  test("keeps the worker awake from the first one's start to the last one's end", async () => {
    const busy = vi.fn();
    const executions = new Executions(busy, never);
    const a = toSession("A");
    const [one, two] = [1, 2].map((id) => executions.start(toCall({ id }), a, async () => answered));
    expect(busy.mock.calls).toEqual([[true]]);
    await Promise.all([one?.answer, two?.answer]);
    await vi.waitFor(() => expect(busy.mock.calls).toEqual([[true], [false]]));
  });
});
