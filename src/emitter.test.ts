import { afterEach, describe, expect, test, vi } from "vitest";
import { Emitter } from "./emitter.js";

type Events = { readonly added: string; readonly removed: string };

function toEmitter(onChange = () => {}): Emitter<Events> {
  return new Emitter<Events>(onChange);
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("Hypha, on/once/off: listening", () => {
  test("a listener gets each payload of its event", () => {
    const emitter = toEmitter();
    const listener = vi.fn();
    emitter.on("added", listener);
    emitter.emit("added", "a");
    emitter.emit("removed", "b");
    emitter.emit("added", "c");
    expect(listener.mock.calls).toEqual([["a"], ["c"]]);
  });

  test("listeners are called in the order they came", () => {
    const emitter = toEmitter();
    const calls: string[] = [];
    emitter.on("added", () => calls.push("first"));
    emitter.once("added", () => calls.push("second"));
    emitter.on("added", () => calls.push("third"));
    emitter.emit("added", "a");
    expect(calls).toEqual(["first", "second", "third"]);
  });

  test("an event without listeners is nothing", () => {
    expect(() => toEmitter().emit("added", "a")).not.toThrow();
  });

  test("once listens for one event", () => {
    const emitter = toEmitter();
    const listener = vi.fn();
    emitter.once("added", listener);
    emitter.emit("added", "a");
    emitter.emit("added", "b");
    expect(listener.mock.calls).toEqual([["a"]]);
  });

  test("once is over before its listener runs", () => {
    const emitter = toEmitter();
    const listener = vi.fn(() => emitter.emit("added", "again"));
    emitter.once("added", listener);
    emitter.emit("added", "a");
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test("off ends one listener", () => {
    const emitter = toEmitter();
    const [gone, kept] = [vi.fn(), vi.fn()];
    emitter.on("added", gone);
    emitter.on("added", kept);
    emitter.off("added", gone);
    emitter.emit("added", "a");
    expect([gone.mock.calls.length, kept.mock.calls.length]).toEqual([0, 1]);
  });

  test("off without a listener ends all of the event, and no other's", () => {
    const emitter = toEmitter();
    const [gone, kept] = [vi.fn(), vi.fn()];
    emitter.on("added", gone);
    emitter.once("added", gone);
    emitter.on("removed", kept);
    emitter.off("added");
    emitter.emit("added", "a");
    emitter.emit("removed", "b");
    expect([gone.mock.calls.length, kept.mock.calls.length]).toEqual([0, 1]);
  });

  test("off of what never listened is nothing", () => {
    const emitter = toEmitter();
    expect(() => emitter.off("added", () => {})).not.toThrow();
  });

  test("a listener that comes during an event waits for the next", () => {
    const emitter = toEmitter();
    const late = vi.fn();
    emitter.once("added", () => emitter.on("added", late));
    emitter.emit("added", "a");
    emitter.emit("added", "b");
    expect(late.mock.calls).toEqual([["b"]]);
  });

  test("a listener that throws is reported, and the others still run", () => {
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    const emitter = toEmitter();
    const error = new Error("x");
    const other = vi.fn();
    emitter.on("added", () => {
      throw error;
    });
    emitter.on("added", other);
    emitter.emit("added", "a");
    expect(report.mock.calls).toEqual([[error]]);
    expect(other).toHaveBeenCalledOnce();
  });
});

describe("whether anybody listens", () => {
  const listener = () => {};

  test.each<[string, boolean, (emitter: Emitter<Events>) => void]>([
    ["at first", false, () => {}],
    ["after on", true, (it) => it.on("added", listener)],
    ["after once", true, (it) => it.once("removed", listener)],
    [
      "after on and off",
      false,
      (it) => {
        it.on("added", listener);
        it.off("added", listener);
      },
    ],
    [
      "after off of one of two events",
      true,
      (it) => {
        it.on("added", listener);
        it.on("removed", listener);
        it.off("added");
      },
    ],
    [
      "after once has had its event",
      false,
      (it) => {
        it.once("added", listener);
        it.emit("added", "a");
      },
    ],
  ])("%s: %j", (_what, expected, act) => {
    const emitter = toEmitter();
    act(emitter);
    expect(emitter.isUsed).toBe(expected);
  });

  test("every change is told, when it has happened", () => {
    const told: boolean[] = [];
    const emitter: Emitter<Events> = toEmitter(() => told.push(emitter.isUsed));
    emitter.on("added", listener);
    emitter.off("added", listener);
    emitter.once("added", listener);
    emitter.emit("added", "a");
    expect(told).toEqual([true, false, true, false]);
  });
});
