import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FunctionRun } from "../conventions/function-run.js";
import { toActivation } from "./record.js";

const run: FunctionRun = {
  activationId: "0123456789abcdef0123456789abcdef",
  namespace: "W",
  package: "S",
  name: "fn",
  version: "0.0.2",
  start: 1_000,
  end: 1_007,
  statusCode: 0,
  result: { body: "é" },
  logs: [],
  isLogCut: false,
  isTimeout: false,
  limits: { timeout: 3_000, memory: 256, logs: 16 },
};

const record = (own: Partial<FunctionRun> = {}) =>
  toActivation({ ...run, ...own }, { kind: "hypha:functions", waitTime: 3 });

describe("A record", () => {
  test("has OpenWhisk's shape", () => {
    expect(record()).toEqual({
      namespace: "W",
      name: "fn",
      version: "0.0.2",
      activationId: "0123456789abcdef0123456789abcdef",
      start: 1_000,
      end: 1_007,
      duration: 7,
      statusCode: 0,
      response: { status: "success", statusCode: 0, success: true, result: { body: "é" }, size: 13 },
      logs: [],
      annotations: [
        { key: "kind", value: "hypha:functions" },
        { key: "limits", value: { logs: 16, memory: 256, timeout: 3_000 } },
        { key: "path", value: "W/S/fn" },
        { key: "timeout", value: false },
        { key: "waitTime", value: 3 },
      ],
    });
  });

  test.each([
    [0, "success", true],
    [1, "application error", false],
    [2, "action developer error", false],
    [3, "whisk internal error", false],
  ] as const)("of status %d says %s", (statusCode, status, success) => {
    expect(record({ statusCode }).response).toMatchObject({ status, statusCode, success });
  });

  test.each<[string, Partial<FunctionRun>, object]>([
    ["nothing", { result: undefined }, { result: {}, size: 0 }],
    [
      "bytes",
      { result: undefined, content: { type: "image/gif", size: 3 } },
      { result: { type: "image/gif", size: 3 }, size: 3 },
    ],
    ["a stream", { result: undefined, content: { type: "" } }, { result: { type: "" } }],
    [
      "data that is not kept",
      { result: { a: 1 }, content: { type: "application/json" } },
      { result: { type: "application/json", size: 7 }, size: 7 },
    ],
    ["1 MB", { result: "x".repeat(1_048_574) }, { result: "x".repeat(1_048_574), size: 1_048_576 }],
    [
      "more",
      { result: "x".repeat(1_048_575) },
      { result: { type: "application/json", size: 1_048_577 }, size: 1_048_577 },
    ],
  ])("of %s keeps what it may", (_, own, expected) => {
    expect(record(own).response).toEqual({ status: "success", statusCode: 0, success: true, ...expected });
  });
});

describe("A log", () => {
  const time = Date.UTC(2026, 0, 2, 3, 4, 5, 6);

  test("has a line for each line, with its time and stream", () => {
    const logs = [
      { time, stream: "stdout", text: "a\nb" },
      { time, stream: "stderr", text: "" },
    ] as const;
    expect(record({ logs }).logs).toEqual([
      "2026-01-02T03:04:05.006Z       stdout: a",
      "2026-01-02T03:04:05.006Z       stdout: b",
      "2026-01-02T03:04:05.006Z       stderr: ",
    ]);
  });

  test("that was cut says so at its end", () => {
    expect(record({ isLogCut: true, end: time }).logs).toEqual([
      "2026-01-02T03:04:05.006Z       stderr: Logs were truncated because the total bytes size exceeds the limit of 16384 bytes.",
    ]);
  });
});

test("any result that JSON can hold makes a record that can be stored", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (result) => {
      expect(structuredClone(record({ result })).response.result).toEqual(JSON.parse(JSON.stringify(result)));
    }),
  );
});
