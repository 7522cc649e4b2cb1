import { describe, expect, test } from "vitest";
import { toExampleCall } from "../example-call.js";
import type { Call } from "./convention.js";
import { findHeader } from "./headers.js";
import { LastEvents } from "./last-events.js";

const toCall = (call: Partial<Call> = {}): Call =>
  toExampleCall({ path: "/clock", client: "tab", headers: [["accept", "text/event-stream"]], ...call });

function open() {
  let now = 0;
  const events = new LastEvents(() => now);
  const idOf = (call: Call) => findHeader(events.complete(call).headers, "last-event-id");
  return { events, idOf, wait: (time: number) => (now += time) };
}

describe("a reader that comes back to an event stream", () => {
  test("has the id of its last event, once", () => {
    const { events, idOf } = open();
    events.remember(toCall(), "7");
    expect([idOf(toCall()), idOf(toCall())]).toEqual(["7", undefined]);
  });

  test("has the latest of several", () => {
    const { events, idOf } = open();
    events.remember(toCall(), "7");
    events.remember(toCall(), "8");
    expect(idOf(toCall())).toBe("8");
  });

  test("keeps the id that it shows itself", () => {
    const { events, idOf } = open();
    events.remember(toCall(), "7");
    const headers: Call["headers"] = [
      ["accept", "text/event-stream"],
      ["last-event-id", "9"],
    ];
    expect(idOf(toCall({ headers }))).toBe("9");
  });

  test.each<Partial<Call>>([
    { client: "other" },
    { query: "a" },
    { path: "/other" },
    { serviceId: "T" },
    { headers: [["accept", "*/*"]] },
  ])("is another one with %j", (call) => {
    const { events, idOf } = open();
    events.remember(toCall(), "7");
    expect(idOf(toCall(call))).toBeUndefined();
    expect(idOf(toCall())).toBe("7");
  });

  test("is new after a minute", () => {
    const { events, idOf, wait } = open();
    events.remember(toCall(), "7");
    wait(60_001);
    expect(idOf(toCall())).toBeUndefined();
  });

  test("is forgotten when a hundred others ended since", () => {
    const { events, idOf } = open();
    for (let i = 0; i <= 100; i++) events.remember(toCall({ query: `${i}` }), `${i}`);
    expect([idOf(toCall({ query: "0" })), idOf(toCall({ query: "1" }))]).toEqual([undefined, "1"]);
  });
});
