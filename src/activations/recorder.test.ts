import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Recordable } from "./recorder.js";
import { getRecorder, Recorder } from "./recorder.js";
import { write } from "./write.js";

vi.mock("./write.js", () => ({ write: vi.fn(async () => {}) }));

const place = { scope: "https://example.org/", workspace: "W" };
const toCall = (waitTime: number) => ({ kind: "", waitTime }) as Recordable; // no more of it is read
const getWritten = () => vi.mocked(write).mock.calls.map(([calls]) => calls.map(({ waitTime }) => waitTime));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("indexedDB", {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.mocked(write).mockReset();
});

test("calls are written together, a little later", async () => {
  const recorder = new Recorder(place);
  for (const n of [1, 2, 3]) recorder.push(toCall(n));
  expect(write).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60);
  expect(getWritten()).toEqual([[1, 2, 3]]);
  recorder.push(toCall(4));
  await vi.advanceTimersByTimeAsync(60);
  expect(getWritten()).toEqual([[1, 2, 3], [4]]);
});

test("flushing writes at once what waits, and waits for what is being written", async () => {
  let end = () => {};
  vi.mocked(write).mockImplementationOnce(() => new Promise((resolve) => (end = resolve)));
  const recorder = new Recorder(place);
  recorder.push(toCall(1));
  const first = recorder.flush();
  recorder.push(toCall(2));
  let isOver = false;
  const second = recorder.flush().then(() => {
    isOver = true;
  });
  await vi.waitFor(() => expect(write).toHaveBeenCalledOnce());
  expect(isOver).toBe(false);
  end();
  await Promise.all([first, second]);
  expect(getWritten()).toEqual([[1], [2]]);
});

test("what cannot be written is told to the console, and the next is written all the same", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.mocked(write).mockRejectedValueOnce(new Error("full"));
  const recorder = new Recorder(place);
  recorder.push(toCall(1));
  await recorder.flush();
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("records"), new Error("full"));
  recorder.push(toCall(2));
  await recorder.flush();
  expect(getWritten()).toEqual([[1], [2]]);
  warn.mockRestore();
});

test("the newest wait, when too many do", async () => {
  const recorder = new Recorder(place);
  for (let n = 1; n <= 10_000; n++) recorder.push(toCall(n));
  await recorder.flush();
  const [written = []] = getWritten();
  expect(written.length).toBeLessThan(2_000);
  expect(written.slice(-1_000)).toEqual(Array.from({ length: 1_000 }, (_, i) => 9_001 + i));
});

test("nothing is written where the browser keeps no data", async () => {
  vi.unstubAllGlobals();
  const recorder = new Recorder(place);
  recorder.push(toCall(1));
  await recorder.flush();
  expect(write).not.toHaveBeenCalled();
});

test("a connection has one recorder", () => {
  const connection = { config: { public_base_url: place.scope, workspace: "W" } };
  expect(getRecorder(connection)).toBe(getRecorder(connection));
  expect(getRecorder({ ...connection })).not.toBe(getRecorder(connection));
});
