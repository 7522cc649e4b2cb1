import { describe, expect, test, vi } from "vitest";
import type { Answer, ByteStream } from "./conventions/convention.js";
import { toExampleCall, toExampleSession } from "./example-call.js";
import { Execution } from "./execution.js";
import { receiveFlow, sendFlow } from "./flow.js";
import type { WireCall } from "./protocol.js";

const { port1 } = new MessageChannel();

function open(call: Partial<WireCall> = {}): Execution {
  return new Execution(toExampleCall(call) as WireCall, toExampleSession(port1));
}

/** One chunk, and no end. */
function toEndless(cancel = vi.fn()): ByteStream {
  return new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([1])), cancel });
}

const toAnswer = (body: Answer["body"]): Answer => ({ status: 200, headers: [], body });

/** The stream of a run's answer, as the worker gets it. */
async function takeStream({ answer }: Execution): Promise<ByteStream> {
  const { body } = await answer;
  const port = body && typeof body === "object" && "take" in body ? body.take() : undefined;
  if (!port) throw new Error("no stream");
  return receiveFlow(port).stream;
}

describe("a run that streams its answer", () => {
  test("goes on until the stream is read to its end", async () => {
    const execution = open();
    const ended = execution.start(async () => toAnswer(new Blob(["x"]).stream()));
    const stream = await takeStream(execution);
    expect(execution.isRunning).toBe(true);
    expect(await new Response(stream).text()).toBe("x");
    await ended;
    expect([execution.isRunning, execution.signal.aborted]).toEqual([false, false]);
  });

  test("fires its signal when the reader goes away", async () => {
    const execution = open();
    const { signal } = execution;
    const ended = execution.start(async () => toAnswer(toEndless()));
    await (await takeStream(execution)).cancel();
    await ended;
    expect(signal.reason).toMatchObject({ name: "AbortError", message: "Nobody reads the answer any more" });
  });

  test("cancels it when the run is aborted, and the signal says why", async () => {
    const cancel = vi.fn();
    const execution = open();
    void execution.start(async () => toAnswer(toEndless(cancel)));
    await takeStream(execution);
    execution.abort("The caller is gone", "AbortError");
    expect(cancel.mock.calls).toEqual([[execution.signal.reason]]);
  });

  test("that a HEAD asked for is told that nobody reads it, and leaves no body", async () => {
    const cancel = vi.fn();
    const execution = open({ method: "HEAD" });
    await execution.start(async () => toAnswer(toEndless(cancel)));
    expect((await execution.answer).body).toBeNull();
    expect(cancel).toHaveBeenCalledOnce();
  });
});

describe("a run that was asked to wait", () => {
  test.each([
    ["bytes", () => toAnswer("x")],
    ["a stream", () => toAnswer(new Blob(["x"]).stream())],
  ])("goes on after its answer of %s until what it waits for has settled", async (_what, toBody) => {
    let settle: () => void = () => {};
    const wait = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const execution = open();
    const ended = execution.start(async (own) => {
      own.waitUntil(wait);
      return toBody();
    });
    const { body } = await execution.answer;
    if (typeof body === "object") await new Response(await takeStream(execution)).text();
    await new Promise((resolve) => setTimeout(resolve));
    expect(execution.isRunning).toBe(true);
    settle();
    await ended;
    expect(execution.isRunning).toBe(false);
  });
});

describe("a run whose request is a stream", () => {
  test("has it fail for the handler when the run is aborted", async () => {
    const execution = open({ body: sendFlow(toEndless()).take() ?? null });
    void execution.start(() => new Promise(() => {}));
    const reader = (execution.body as ByteStream).getReader();
    await reader.read();
    const next = reader.read();
    execution.abort("The function exceeded its deadline", "TimeoutError");
    await expect(next).rejects.toBe(execution.signal.reason);
  });
});
