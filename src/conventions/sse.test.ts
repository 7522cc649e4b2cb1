import { createParser, type EventSourceMessage } from "eventsource-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadResult } from "./bad-result.js";
import { formatServerSentEvent, toServerSentEvent } from "./sse.js";

/** What a reader makes of the text. */
function parse(text: string): { events: EventSourceMessage[]; retries: number[] } {
  const events: EventSourceMessage[] = [];
  const retries: number[] = [];
  createParser({ onEvent: (event) => events.push(event), onRetry: (retry) => retries.push(retry) }).feed(
    text,
  );
  return { events, retries };
}

describe("A server-sent event", () => {
  test.each([
    ["data", { data: "hi" }, "data: hi\n\n"],
    ["all four", { event: "a", data: "hi", id: "7", retry: 10 }, "event: a\nid: 7\nretry: 10\ndata: hi\n\n"],
    ["data of lines", { data: "a\nb\r\nc\rd\n" }, "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"],
    ["empty data", { data: "" }, "data: \n\n"],
    ["data that begins with a space", { data: " a" }, "data:  a\n\n"],
    ["an object", { data: { a: "x\ny" } }, 'data: {"a":"x\\ny"}\n\n'],
    ["a number", { data: 0 }, "data: 0\n\n"],
    ["null", { data: null }, "data: null\n\n"],
    ["an id that is a number", { data: "x", id: 0 }, "id: 0\ndata: x\n\n"],
    ["an event without data, which a reader would drop", { event: "done" }, "event: done\ndata: \n\n"],
    ["an id alone", { id: "7" }, "id: 7\n\n"],
    ["a retry alone", { retry: 3000 }, "retry: 3000\n\n"],
    ["nothing", {}, "\n"],
  ])("with %s", (_what, event, text) => {
    expect(formatServerSentEvent(event)).toBe(text);
  });

  test.each([
    ["event", { event: "a\nb" }, String.raw`"a\nb"; it must be one line`],
    ["event", { event: "a\rb" }, String.raw`"a\rb"; it must be one line`],
    ["event", { event: "a\0" }, String.raw`"a\u0000"; it must be one line`],
    ["id", { id: "a\n" }, String.raw`"a\n"; it must be one line`],
    ["id", { id: "\0" }, String.raw`"\u0000"; it must be one line`],
    ["id", { id: {} }, "an object; use a string"],
    ["event", { event: 1 }, "1; use a string"],
    ["retry", { retry: 1.5 }, "1.5; it must be a whole number of milliseconds"],
    ["retry", { retry: -1 }, "-1; it must be a whole number of milliseconds"],
    ["retry", { retry: "10" }, '"10"; it must be a whole number of milliseconds'],
    ["retry", { retry: 1e21 }, "1e+21; it must be a whole number of milliseconds"],
  ])("refuses the %s of %j", (key, event, problem) => {
    const format = () => formatServerSentEvent(event as object);
    expect(format).toThrow(`The ${key} of a server-sent event is ${problem}`);
    expect(format).toThrow(BadResult);
  });

  test("refuses data that JSON cannot hold", () => {
    expect(() => formatServerSentEvent({ data: { n: 1n } })).toThrow('the value of "n" is a bigint');
  });

  test("any text comes back from a reader as it was, with its lines ended by LF", () => {
    const line = fc.string({ unit: "binary" }).map((text) => text.replace(/[\r\n\0]/g, ""));
    const event = fc.record({
      event: line.filter(Boolean),
      data: fc.string({ unit: "binary" }),
      id: line,
      retry: fc.nat(),
    });
    fc.assert(
      fc.property(event, ({ event, data, id, retry }) => {
        const { events, retries } = parse(`:\n\n${formatServerSentEvent({ event, data, id, retry })}`);
        expect(events).toEqual([{ event, data: data.replace(/\r\n|\r/g, "\n"), id }]);
        expect(retries).toEqual([retry]);
      }),
    );
  });

  test("any JSON comes back from a reader", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const [event] = parse(formatServerSentEvent({ data })).events;
        expect(typeof data === "string" ? event?.data : JSON.parse(event?.data ?? "")).toEqual(
          typeof data === "string" ? data.replace(/\r\n|\r/g, "\n") : JSON.parse(JSON.stringify(data)),
        );
      }),
    );
  });
});

describe("A value of a stream of events", () => {
  test.each([
    ["an object of an event's keys", { event: "a", data: 1 }, { event: "a", data: 1 }],
    ["an id alone", { id: "1" }, { id: "1" }],
    ["an object with other keys", { a: 1 }, { data: { a: 1 } }],
    ["a row that has an id", { id: 1, name: "x" }, { data: { id: 1, name: "x" } }],
    ["an empty object", {}, { data: {} }],
    ["an array", [1], { data: [1] }],
    ["a number", 1, { data: 1 }],
    ["null", null, { data: null }],
  ])("that is %s", (_what, value, event) => {
    expect(toServerSentEvent(value)).toEqual(event);
  });

  test("that is undefined is refused", () => {
    expect(() => toServerSentEvent(undefined)).toThrow("A chunk of an event stream is undefined");
  });
});
