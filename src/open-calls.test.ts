import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OpenCalls } from "./open-calls.js";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function open(calls: OpenCalls, deadline: number) {
  const call = { deadline, onDeadline: vi.fn() };
  calls.add(call);
  return call;
}

test("a call that never ends is told of once, within a second of its deadline", () => {
  const { onDeadline } = open(new OpenCalls(), 1_500);
  vi.advanceTimersByTime(1_500);
  expect(onDeadline).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(onDeadline).toHaveBeenCalledOnce();
});

test("a call that ends in time is not", () => {
  const calls = new OpenCalls();
  const call = open(calls, 1_500);
  expect(calls.end(call)).toBe(true);
  vi.advanceTimersByTime(10_000);
  expect(call.onDeadline).not.toHaveBeenCalled();
});

test("a call that ends too late hears so", () => {
  const calls = new OpenCalls();
  const call = open(calls, 1_500);
  vi.advanceTimersByTime(3_000);
  expect(calls.end(call)).toBe(false);
});

test("nothing runs while no call is under way", () => {
  const calls = new OpenCalls();
  for (let i = 0; i < 3; i++) calls.end(open(calls, 100));
  vi.advanceTimersByTime(1_000);
  expect(vi.getTimerCount()).toBe(0);
  const call = open(calls, 1_100);
  vi.advanceTimersByTime(1_000);
  expect(call.onDeadline).toHaveBeenCalledOnce();
});
