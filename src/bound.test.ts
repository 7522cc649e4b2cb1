import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bound, STEP_TIMEOUT } from "./bound.js";

describe("a bounded wait", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const toError = () => new Error("too late");

  test("gives what it waited for", async () => {
    expect(await bound(Promise.resolve("x"), toError)).toBe("x");
  });

  test("fails as what it waited for fails", async () => {
    await expect(bound(Promise.reject(new Error("own")), toError)).rejects.toThrow("own");
  });

  test("rejects with the given error at its bound", async () => {
    const wait = expect(bound(new Promise(() => {}), toError)).rejects.toThrow("too late");
    await vi.advanceTimersByTimeAsync(STEP_TIMEOUT);
    await wait;
  });

  test("is still waiting just before", async () => {
    const onEnd = vi.fn();
    bound(new Promise(() => {}), toError).catch(onEnd);
    await vi.advanceTimersByTimeAsync(STEP_TIMEOUT - 1);
    expect(onEnd).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
  });

  test.each([
    ["success", () => Promise.resolve()],
    ["failure", () => Promise.reject(new Error("own"))],
  ])("leaves no timer behind after %s", async (_what, make) => {
    await bound(make(), toError).catch(() => {});
    expect(vi.getTimerCount()).toBe(0);
  });

  test("lasts ten seconds", () => {
    expect(STEP_TIMEOUT).toBe(10_000);
  });
});
