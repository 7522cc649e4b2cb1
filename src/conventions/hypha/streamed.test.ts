import { createParser, type EventSourceMessage } from "eventsource-parser";
import { describe, expect, test } from "vitest";
import { toAnswer } from "./result.js";

async function textOf(result: unknown, isEventService = false): Promise<string> {
  return new Response((await toAnswer(result, { isEventService })).body).text();
}

async function headersOf(result: unknown, isEventService = false): Promise<[string, string][]> {
  return (await toAnswer(result, { isEventService })).headers;
}

describe("An event stream", () => {
  const streamed = (...values: unknown[]) => ({
    headers: { "content-type": "text/event-stream" },
    body: values.values(),
  });

  test("begins with a comment, before the handler is asked for anything", async () => {
    const { body } = await toAnswer({ ...streamed(), body: { next: () => new Promise(() => {}) } });
    const reader = (body as ReadableStream).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(":\n\n");
  });

  test("holds events, data and text of the handler's own", async () => {
    const text = await textOf(
      streamed(
        { event: "tick", data: 1, id: "7" },
        { n: 1 },
        [2],
        3,
        ": ping\n\n",
        new Blob(["data: raw\n\n"]),
      ),
    );
    expect(text).toBe(
      ':\n\nevent: tick\nid: 7\ndata: 1\n\ndata: {"n":1}\n\ndata: [2]\n\ndata: 3\n\n: ping\n\ndata: raw\n\n',
    );
  });

  test("is what a reader of events understands", async () => {
    const events: EventSourceMessage[] = [];
    const parser = createParser({ onEvent: (event) => events.push(event) });
    parser.feed(await textOf(streamed({ event: "a", data: "1\n2", id: "x" }, { data: { b: "ü" } })));
    expect(events).toEqual([
      { event: "a", data: "1\n2", id: "x" },
      { event: undefined, data: '{"b":"ü"}', id: undefined },
    ]);
  });

  test("fails with an event that cannot be sent, after those before", async () => {
    const { body } = await toAnswer(streamed("data: first\n\n", { data: 1, id: "a\nb" }));
    const reader = (body as ReadableStream).getReader();
    await reader.read();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("data: first\n\n");
    await expect(reader.read()).rejects.toThrow("The id of a server-sent event");
  });

  test.each(["text/event-stream", "Text/Event-Stream; charset=utf-8"])(
    "goes by the type %s",
    async (type) => {
      expect(await textOf({ headers: { "Content-Type": type }, body: [1].values() })).toBe(
        ":\n\ndata: 1\n\n",
      );
    },
  );

  test("is not cached, unless the handler says so", async () => {
    expect(await headersOf(streamed())).toContainEqual(["cache-control", "no-cache"]);
    const headers = { "content-type": "text/event-stream", "Cache-Control": "no-store" };
    expect(await headersOf({ headers, body: [].values() })).toEqual(Object.entries(headers));
  });

  test("of a service with config.sse needs no header", async () => {
    expect(await headersOf([{ n: 1 }].values(), true)).toEqual([
      ["content-type", "text/event-stream"],
      ["cache-control", "no-cache"],
    ]);
    expect(await textOf([{ n: 1 }].values(), true)).toBe(':\n\ndata: {"n":1}\n\n');
  });

  test("is not what a service with config.sse says is something else", async () => {
    const result = { headers: { "content-type": "text/plain" }, body: ["x"].values() };
    expect(await textOf(result, true)).toBe("x");
  });

  test("is not what a service with config.sse answers whole", async () => {
    expect(await headersOf({ body: "x" }, true)).toEqual([]);
  });
});

describe("Lines of JSON", () => {
  test.each(["application/x-ndjson", "application/ndjson", "application/jsonl", "Application/JSONL; a=b"])(
    "are made of values for the type %s",
    async (type) => {
      const body = [{ a: "x\ny" }, [1], 2, null, '"text"\n'].values();
      expect(await textOf({ headers: { "content-type": type }, body })).toBe(
        '{"a":"x\\ny"}\n[1]\n2\nnull\n"text"\n',
      );
    },
  );

  test.each([
    ["undefined", undefined, "A chunk of the body is undefined"],
    ["a Map", new Map(), "A chunk of the body is a Map"],
    ["a BigInt", 1n, "A chunk of the body cannot be sent as JSON"],
  ])("fail with %s", async (_what, value, problem) => {
    const headers = { "content-type": "application/x-ndjson" };
    await expect(textOf({ headers, body: [value].values() })).rejects.toThrow(problem);
  });

  test("get no other headers", async () => {
    const headers = { "content-type": "application/x-ndjson" };
    expect(await headersOf({ headers, body: [1].values() })).toEqual(Object.entries(headers));
  });
});
