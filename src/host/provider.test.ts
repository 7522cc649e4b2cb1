import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from "vitest";
import type { ByteStream } from "../conventions/convention.js";
import { sendFlow } from "../flow.js";
import type { Hello, ToPage, ToWorker, WireAnswer, WireService } from "../protocol.js";
import { CallFailure } from "./call-failure.js";
import { Provider } from "./provider.js";

const service: WireService = {
  id: "S",
  type: "functions",
  visibility: "public",
  singleton: false,
  streams: false,
  notify: true,
  timeout: 1_000,
  since: 0,
  info: "{}",
};

const hello: Hello = {
  lock: "lock",
  workspace: "W",
  clientId: "c1",
  services: [service],
  left: [],
  watch: false,
};

const call = {
  workspace: "W",
  service: "S",
  serviceId: "S",
  method: "POST",
  path: "/f",
  query: "",
  headers: [],
  body: null,
  client: "",
  isEarly: false,
  member: false,
};

const invocation = { workspace: "W", service: "S", path: ["f"], args: [1], caller: "c2", member: true };

const forever = { timeout: 60_000, transfer: [] };
const answered: WireAnswer = { status: 200, headers: [], body: "x" };

/** The page at the other end of a real port. */
class Page {
  readonly provider: Provider;
  readonly #port: MessagePort;
  readonly #messages: ToPage[] = [];
  #onMessage = () => {};
  readonly isClosed: Promise<true>;

  constructor(given: Partial<Hello> = {}) {
    const { port1, port2 } = new MessageChannel();
    this.provider = new Provider({ ...hello, ...given }, { boot: "boot", client: "client", calls: port1 });
    this.#port = port2;
    port2.onmessage = ({ data }) => {
      this.#messages.push(data);
      this.#onMessage();
    };
    this.isClosed = new Promise((resolve) => {
      port2.addEventListener("close", () => resolve(true));
    });
  }

  /** The next message of the worker after its boot. */
  async receive(): Promise<ToPage> {
    const message = await this.receiveFirst();
    return message.type === "boot" ? this.receiveFirst() : message;
  }

  async receiveFirst(): Promise<ToPage> {
    if (this.#messages.length === 0)
      await new Promise<void>((resolve) => {
        this.#onMessage = resolve;
      });
    return this.#messages.shift() as ToPage;
  }

  /** The number of the next call. */
  async receiveId(): Promise<number> {
    const message = await this.receive();
    return "id" in message ? message.id : -1;
  }

  send(reply: ToWorker, transfer: Transferable[] = []): void {
    this.#port.postMessage(reply, transfer);
  }

  close(): void {
    this.#port.close();
  }
}

const pages: Page[] = [];

function openPage(given?: Partial<Hello>): Page {
  const page = new Page(given);
  pages.push(page);
  return page;
}

afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});

/** How a call failed. */
async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const error = await promise.then(
    () => "answered",
    (error: unknown) => error,
  );
  return error instanceof CallFailure
    ? { code: error.code, message: error.message, isDelivered: error.isDelivered }
    : error;
}

describe("a provider: what it is made of", () => {
  test("it is what the page said and the worker's id of it", () => {
    expect(openPage({ left: [], watch: true }).provider).toMatchObject({
      lock: "lock",
      workspace: "W",
      clientId: "c1",
      client: "client",
      watches: true,
      load: 0,
    });
  });

  test("it has its services by id", () => {
    const other = { ...service, id: "T" };
    expect(openPage({ services: [service, other] }).provider.services).toEqual(
      new Map([
        ["S", service],
        ["T", other],
      ]),
    );
  });
});

describe("a provider: calls", () => {
  test("the page is told first which start of the worker it talks to", async () => {
    const page = openPage();
    page.provider.call(call, forever).catch(() => {});
    expect(await page.receiveFirst()).toEqual({ type: "boot", boot: "boot" });
  });

  test("a call goes to the page, numbered", async () => {
    const page = openPage();
    page.provider.call(call, forever).catch(() => {});
    expect(await page.receive()).toEqual({ ...call, type: "call", id: 1, at: expect.any(Number) });
  });

  test("a call is answered with what the page sends for its number", async () => {
    const page = openPage();
    const answer = page.provider.call(call, forever);
    page.send({ ...answered, type: "answer", id: await page.receiveId() });
    expect(await answer).toMatchObject(answered);
  });

  test("answers may come in any order", async () => {
    const page = openPage();
    const answers = [page.provider.call(call, forever), page.provider.call(call, forever)];
    const [first, second] = [await page.receiveId(), await page.receiveId()];
    page.send({ ...answered, type: "answer", body: "second", id: second });
    page.send({ ...answered, type: "answer", body: "first", id: first });
    expect((await Promise.all(answers)).map(({ body }) => body)).toEqual(["first", "second"]);
  });

  test("a body is transferred when it is asked to be", async () => {
    const page = openPage();
    const body = new Uint8Array([1, 2]).buffer;
    page.provider.call({ ...call, body }, { timeout: 60_000, transfer: [body] }).catch(() => {});
    expect(await page.receive()).toMatchObject({ body: new Uint8Array([1, 2]).buffer });
    expect(body.byteLength).toBe(0);
  });

  test("a body is copied when it is not", async () => {
    const page = openPage();
    const body = new Uint8Array([1, 2]).buffer;
    page.provider.call({ ...call, body }, forever).catch(() => {});
    await page.receive();
    expect(body.byteLength).toBe(2);
  });

  test("an invocation goes to the page and its outcome comes back", async () => {
    const page = openPage();
    const outcome = page.provider.invoke(invocation, 60_000);
    const message = await page.receive();
    expect(message).toEqual({ ...invocation, type: "invoke", id: 1, at: expect.any(Number) });
    page.send({ type: "outcome", id: 1, ok: true, value: 3 });
    expect(await outcome).toMatchObject({ ok: true, value: 3 });
  });

  test("calls and invocations share their numbers", async () => {
    const page = openPage();
    page.provider.call(call, forever).catch(() => {});
    page.provider.invoke(invocation, 60_000).catch(() => {});
    expect([await page.receiveId(), await page.receiveId()]).toEqual([1, 2]);
  });

  test("an answer for a number that nobody waits for is dropped", async () => {
    const page = openPage();
    const answer = page.provider.call(call, forever);
    page.send({ ...answered, type: "answer", body: "stray", id: 99 });
    page.send({ ...answered, type: "answer", id: await page.receiveId() });
    expect((await answer).body).toBe("x");
  });

  test("load is the number of calls under way", async () => {
    const page = openPage();
    const answer = page.provider.call(call, forever);
    page.provider.call(call, forever).catch(() => {});
    const before = page.provider.load;
    page.send({ ...answered, type: "answer", id: await page.receiveId() });
    await answer;
    expect([before, page.provider.load]).toEqual([2, 1]);
  });

  test("an answer has the number of its call, to acknowledge it by", async () => {
    const page = openPage();
    page.provider.call(call, forever).catch(() => {});
    await page.receive();
    const answer = page.provider.call(call, forever);
    page.send({ ...answered, type: "answer", id: await page.receiveId() });
    expect((await answer).id).toBe(2);
  });

  test("an acknowledgement goes to the page", async () => {
    const page = openPage();
    page.provider.acknowledge(7);
    expect(await page.receive()).toEqual({ type: "acknowledge", id: 7 });
  });

  test("the list of services goes to the page", async () => {
    const page = openPage();
    page.provider.tellServices(["{}"]);
    expect(await page.receive()).toEqual({ type: "services", services: ["{}"] });
  });
});

describe("a provider: the deadline", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const late = {
    code: "deadline-exceeded",
    message: "The function did not answer within its deadline of 1.5 s; config.timeout sets it",
    isDelivered: true,
  };

  test.each([
    ["call", (provider: Provider) => provider.call(call, { timeout: 1_500, transfer: [] })],
    ["invocation", (provider: Provider) => provider.invoke(invocation, 1_500)],
  ])("a %s that is not answered fails at its deadline, with what sets it", async (_what, ask) => {
    const failure = failureOf(ask(openPage().provider));
    vi.advanceTimersByTime(1_500);
    expect(await failure).toEqual(late);
  });

  test("the page is told, so that the function can stop", async () => {
    const page = openPage();
    page.provider.call(call, { timeout: 1_500, transfer: [] }).catch(() => {});
    await page.receive();
    vi.advanceTimersByTime(1_500);
    expect(await page.receive()).toEqual({ type: "cancel", id: 1, reason: "deadline-exceeded" });
  });

  test("a call is still under way just before", () => {
    const { provider } = openPage();
    provider.call(call, { timeout: 1_500, transfer: [] }).catch(() => {});
    vi.advanceTimersByTime(1_499);
    expect(provider.load).toBe(1);
  });

  test("a call past its deadline is no load", async () => {
    const { provider } = openPage();
    const failure = failureOf(provider.call(call, { timeout: 1_500, transfer: [] }));
    vi.advanceTimersByTime(1_500);
    await failure;
    expect(provider.load).toBe(0);
  });

  test("each call has its own", async () => {
    const { provider } = openPage();
    const short = failureOf(provider.call(call, { timeout: 1_500, transfer: [] }));
    provider.call(call, { timeout: 1_501, transfer: [] }).catch(() => {});
    vi.advanceTimersByTime(1_500);
    expect(await short).toEqual(late);
    expect(provider.load).toBe(1);
  });

  test("an answer after the deadline is dropped, and the next call is answered", async () => {
    const page = openPage();
    const failure = failureOf(page.provider.call(call, { timeout: 1_500, transfer: [] }));
    vi.advanceTimersByTime(1_500);
    await failure;
    page.send({ ...answered, type: "answer", id: await page.receiveId() });
    expect(await page.receive()).toEqual({ type: "cancel", id: 1, reason: "deadline-exceeded" });
    const next = page.provider.call(call, forever);
    page.send({ ...answered, type: "answer", body: "next", id: await page.receiveId() });
    expect((await next).body).toBe("next");
  });

  test.each([
    [
      "an answer",
      async (page: Page) => page.send({ ...answered, type: "answer", id: await page.receiveId() }),
    ],
    ["the page's death", async (page: Page) => page.provider.end()],
  ])("%s leaves no timer behind", async (_what, settle) => {
    const page = openPage();
    const outcome = page.provider.call(call, forever).catch(() => {});
    await settle(page);
    await outcome;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a provider: streams", () => {
  /** An answer whose body flows, sent for the call `id`. */
  function sendStream(page: Page, id: number): { cancel: Mock } {
    const cancel = vi.fn();
    const body = sendFlow(new ReadableStream({ cancel }, { highWaterMark: 0 })).take();
    page.send({ ...answered, type: "answer", id, body: body ?? null }, body ? [body] : []);
    return { cancel };
  }

  test("fail for their reader when the page dies", async () => {
    const page = openPage();
    const answer = page.provider.call(call, forever);
    sendStream(page, await page.receiveId());
    const read = ((await answer).body as ByteStream).getReader().read();
    page.provider.end();
    await expect(read).rejects.toThrow("The page that provided the answer is gone");
  });

  test("that nobody waits for any more are cancelled where they are made", async () => {
    const page = openPage();
    expect(await failureOf(page.provider.call(call, { timeout: 1, transfer: [] }))).toMatchObject({
      code: "deadline-exceeded",
    });
    const { cancel } = sendStream(page, await page.receiveId());
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
  });

  test("that went to an earlier start of the worker are gone: the call may have run", async () => {
    const page = openPage();
    const failure = failureOf(page.provider.call(call, forever));
    page.send({ type: "spent", id: await page.receiveId() });
    expect(await failure).toEqual({
      code: "provider-gone",
      message: "The answer went to an earlier boot",
      isDelivered: true,
    });
  });
});

describe("a provider: the caller's death", () => {
  const callOf = (client: string) => ({ ...call, client });

  test("the callers are those that wait, each once, without the unknown", () => {
    const { provider } = openPage();
    for (const client of ["a", "b", "a", ""]) provider.call(callOf(client), forever).catch(() => {});
    provider.invoke(invocation, 60_000).catch(() => {});
    expect([...provider.callers]).toEqual(["a", "b"]);
  });

  test("a caller whose call was answered waits no longer", async () => {
    const page = openPage();
    const answer = page.provider.call(callOf("a"), forever);
    page.send({ ...answered, type: "answer", id: await page.receiveId() });
    await answer;
    expect([...page.provider.callers]).toEqual([]);
  });

  test("every call of the caller fails, and no other's", async () => {
    const { provider } = openPage();
    const failures = [1, 2].map(() => failureOf(provider.call(callOf("a"), forever)));
    provider.call(callOf("b"), forever).catch(() => {});
    provider.cancel("a");
    const gone = { code: "caller-gone", message: "The caller is gone", isDelivered: true };
    expect(await Promise.all(failures)).toEqual([gone, gone]);
    expect([...provider.callers]).toEqual(["b"]);
  });

  test("the page is told which call nobody waits for", async () => {
    const page = openPage();
    page.provider.call(callOf("b"), forever).catch(() => {});
    page.provider.call(callOf("a"), forever).catch(() => {});
    page.provider.cancel("a");
    await page.receive();
    await page.receive();
    expect(await page.receive()).toEqual({ type: "cancel", id: 2, reason: "caller-gone" });
  });
});

describe("a provider: the page's death", () => {
  const gone = { code: "provider-gone", message: "The page is gone" };

  test("every call under way fails, and may have been seen", async () => {
    const { provider } = openPage();
    const failures = [provider.call(call, forever), provider.invoke(invocation, 60_000)].map(failureOf);
    provider.end();
    expect(await Promise.all(failures)).toEqual([
      { ...gone, isDelivered: true },
      { ...gone, isDelivered: true },
    ]);
  });

  test("nothing is under way any more", () => {
    const { provider } = openPage();
    provider.call(call, forever).catch(() => {});
    provider.end();
    expect(provider.load).toBe(0);
  });

  test.each([
    ["call", (provider: Provider) => provider.call(call, forever)],
    ["invocation", (provider: Provider) => provider.invoke(invocation, 60_000)],
  ])("a %s after it fails at once, and was never seen", async (_what, ask) => {
    const { provider } = openPage();
    provider.end();
    expect(await failureOf(ask(provider))).toEqual({ ...gone, isDelivered: false });
  });

  test("its port is closed", async () => {
    const page = openPage();
    page.provider.end();
    expect(await page.isClosed).toBe(true);
  });

  test("a second end is nothing", () => {
    const { provider } = openPage();
    provider.end();
    expect(() => provider.end()).not.toThrow();
  });
});

describe("a provider: another session takes its place", () => {
  test("the call under way is still answered here, and acknowledged, then the port is closed", async () => {
    const page = openPage();
    const answer = page.provider.call(call, forever);
    page.provider.retire();
    page.send({ ...answered, type: "answer", id: await page.receiveId() });
    const { body, id } = await answer;
    expect(body).toBe("x");
    page.provider.acknowledge(id);
    expect(await page.receive()).toEqual({ type: "acknowledge", id });
    expect(await page.isClosed).toBe(true);
  });

  test("the port stays open until the last call has ended", async () => {
    const page = openPage();
    const answers = [page.provider.call(call, forever), page.provider.call(call, forever)];
    page.provider.retire();
    page.send({ ...answered, type: "answer", id: await page.receiveId() });
    page.send({ ...answered, type: "answer", id: await page.receiveId() });
    expect(await Promise.all(answers)).toHaveLength(2);
  });

  test("a call past its deadline does not keep the port open", async () => {
    const page = openPage();
    const failure = failureOf(page.provider.call(call, { timeout: 20, transfer: [] }));
    page.provider.retire();
    expect(await failure).toMatchObject({ code: "deadline-exceeded" });
    expect(await page.isClosed).toBe(true);
  });

  test("nor does the answer that came after it", async () => {
    const page = openPage();
    const failure = failureOf(page.provider.call(call, { timeout: 20, transfer: [] }));
    await failure;
    const answer = page.provider.call(call, forever);
    page.send({ ...answered, type: "answer", id: 1 });
    page.send({ ...answered, type: "answer", id: 2 });
    page.provider.acknowledge((await answer).id);
    page.provider.retire();
    expect(await page.isClosed).toBe(true);
  });

  test("an invocation needs no acknowledgement", async () => {
    const page = openPage();
    const outcome = page.provider.invoke(invocation, 60_000);
    page.provider.retire();
    page.send({ type: "outcome", id: await page.receiveId(), ok: true, value: 3 });
    await outcome;
    expect(await page.isClosed).toBe(true);
  });

  test("without a call under way the port is closed at once", async () => {
    const page = openPage();
    page.provider.retire();
    expect(await page.isClosed).toBe(true);
  });

  test("the page's death ends the call under way here too", async () => {
    const { provider } = openPage();
    const failure = failureOf(provider.call(call, forever));
    provider.retire();
    provider.end();
    expect(await failure).toMatchObject({ code: "provider-gone", isDelivered: true });
  });

  test("one that has ended stays ended", async () => {
    const { provider } = openPage();
    provider.end();
    provider.retire();
    expect(await failureOf(provider.call(call, forever))).toMatchObject({ isDelivered: false });
  });
});

describe("the wire", () => {
  const sent = fc.anything().filter((value) => {
    try {
      structuredClone(value);
      return true;
    } catch {
      return false;
    }
  });
  const message = fc.oneof(
    sent,
    fc.record({
      type: fc.constantFrom("answer", "outcome", "absent", "confirm", "spent", "x"),
      id: fc.constantFrom(0, 1, 9),
    }),
    fc.record({ id: fc.constantFrom(0, 1, 9), body: sent, status: sent, headers: sent, ok: sent }),
  );

  test("whatever a page sends, a call settles and the next one is answered", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 10 }), async (messages) => {
        const page = openPage();
        const first = page.provider.call(call, { timeout: 1_000, transfer: [] }).catch(() => {});
        for (const one of messages) page.send(one as ToWorker);
        page.send({ ...answered, type: "answer", id: 1 });
        await first;
        const next = page.provider.call(call, { timeout: 1_000, transfer: [] });
        page.send({ ...answered, type: "answer", id: 2 });
        expect(await next).toMatchObject({ status: 200 });
      }),
      { numRuns: 50 },
    );
  });
});
