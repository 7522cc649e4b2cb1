import { describe, expect, test } from "vitest";
import { type AnsweredCall, type AnsweredEnding, toRun } from "./answered-call.js";
import { FunctionLog } from "./function-log.js";

const fn = () => {};
const members = { fn, api: { v1: { users: fn } }, index: fn };

function run(ending: AnsweredEnding, call: Partial<AnsweredCall> = {}) {
  const log = new FunctionLog(16, () => 1);
  const own = { workspace: "W", service: "S", type: "functions", timeout: 100, path: "/fn" };
  return toRun({ ...own, members, start: 5, end: 7, log, ending, ...call }, "id");
}

const json: [string, string][] = [["Content-Type", "application/json; charset=utf-8"]];
const answered = (status: number, body: string | null, headers: [string, string][] = []) => ({
  answer: { status, headers, body },
});
const host = (code: string, body = "text") => answered(500, body, [["x-tabserve-error", code]]);

describe("The run of an answered call", () => {
  test("is all that a record of it needs", () => {
    expect(run(answered(200, "x"))).toEqual({
      activationId: "id",
      namespace: "W",
      package: "S",
      name: "fn",
      version: "0.0.1",
      start: 5,
      end: 7,
      statusCode: 0,
      result: { status: 200, body: "x" },
      logs: [],
      isLogCut: false,
      isTimeout: false,
      limits: { timeout: 100, memory: 256, logs: 16 },
    });
  });

  test.each([
    ["/api/v1/users/", "functions", "api.v1.users"],
    ["/", "functions", "index"],
    ["/any/thing", "fetch", "fetch"],
    ["/any/thing", "asgi", "serve"],
    [["api", "v1"], "functions", "api.v1"],
  ])("for %j of the type %s has the name %s", (path, type, name) => {
    expect(run(answered(200, "x"), { path, type })?.name).toBe(name);
  });

  test.each<[string, AnsweredEnding, object]>([
    ["JSON", answered(200, "[1]", json), { statusCode: 0, result: { status: 200, body: [1] } }],
    ["JSON that is none", answered(200, "[", json), { statusCode: 0, result: { status: 200, body: "[" } }],
    ["nothing", answered(204, null), { statusCode: 0, result: { status: 204, body: null } }],
    ["an own error", answered(404, "no"), { statusCode: 1, result: { error: { status: 404, body: "no" } } }],
    ["a throw", host("handler-threw"), { statusCode: 2, result: { error: "text" } }],
    ["a bad result", host("bad-result"), { statusCode: 2, result: { error: "text" } }],
    [
      "bytes",
      { answer: { status: 200, headers: [["content-type", "image/gif"]], size: 3 } },
      { result: undefined, content: { type: "image/gif", size: 3 } },
    ],
    ["a stream", { answer: { status: 200, headers: [] } }, { result: undefined, content: { type: "" } }],
    ["a value", { value: { a: [1] } }, { statusCode: 0, result: { a: [1] } }],
    [
      "a value of bytes",
      { value: new Uint8Array(2) },
      { content: { type: "application/octet-stream", size: 2 } },
    ],
    ["a value beyond JSON", { value: 1n }, { content: { type: "" } }],
  ])("that gave %s", (_, ending, expected) => {
    expect(run(ending)).toMatchObject(expected);
  });

  test.each(["function-not-found", "deadline-exceeded"])(
    "is none when no function gave the answer: %s",
    (code) => {
      expect(run(host(code))).toBeUndefined();
    },
  );

  test("beyond its deadline has failed, whatever it gave", () => {
    const error = "The function exceeded its time limits of 100 milliseconds.";
    expect(run(answered(200, "x"), { end: 106 })).toMatchObject({
      isTimeout: true,
      statusCode: 2,
      result: { error },
    });
    expect(run(answered(200, "x"), { end: 105 })).toMatchObject({ isTimeout: false, statusCode: 0 });
  });
});
