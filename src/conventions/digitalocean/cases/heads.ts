import { type Case, returning } from "./case.js";

const status = returning("4 Result, statusCode");
const header = returning("4 Result, headers");
const MESSAGE = { status: 400, error: "Response is not valid 'message/http'." };
const withHeaders = (headers: unknown) => () => ({ body: "x", headers });

export const heads: Case[] = [
  status("a number", () => ({ statusCode: 201, body: "x" }), { status: 201, body: "x" }),
  status("a string", () => ({ statusCode: "404", body: "x" }), { status: 404, body: "x" }),
  status("the least", () => ({ statusCode: 200 }), { status: 200 }),
  status("the most", () => ({ statusCode: 599 }), { status: 599 }),
  status("a whole number with a fraction of 0", () => ({ statusCode: 200.0 }), { status: 200 }),
  ...[null, true, "xyz", "", "20x", "2e2", " 200", 200.5, "200.5", 99, 199, 600, 1000, -200, [200], {}].map(
    (statusCode) =>
      status(`${JSON.stringify(statusCode)} is none`, () => ({ statusCode, body: "x" }), MESSAGE),
  ),
  status("undefined is not there", () => ({ statusCode: undefined, body: "x" }), { status: 200, body: "x" }),
  ...[204, 205, 304].map((statusCode) =>
    status(`${statusCode} has no body`, () => ({ statusCode, body: "x" }), {
      status: statusCode,
      body: "",
      headers: { "content-type": null },
    }),
  ),
  status("`status` is not `statusCode`", () => ({ status: 404, body: "x" }), { status: 200, body: "x" }),
  header("a string", withHeaders({ "X-A": "1" }), { status: 200, headers: { "x-a": "1" } }),
  header("an empty string", withHeaders({ "x-a": "" }), { status: 200, headers: { "x-a": "" } }),
  header("a number", withHeaders({ "x-a": 1.5 }), { status: 200, headers: { "x-a": "1.5" } }),
  header("a boolean", withHeaders({ "x-a": false }), { status: 200, headers: { "x-a": "false" } }),
  header("an array repeats", withHeaders({ "x-a": ["1", 2] }), {
    status: 200,
    headers: { "x-a": ["1", "2"] },
  }),
  header("an empty array", withHeaders({ "x-a": [] }), { status: 200, headers: { "x-a": null } }),
  header("an array in an array", withHeaders({ "x-a": [["1"], "2"] }), {
    status: 200,
    headers: { "x-a": ["1", "2"] },
  }),
  header("none", withHeaders({}), { status: 200 }),
  header("undefined in it is not there", withHeaders({ "x-a": undefined }), {
    status: 200,
    headers: { "x-a": null },
  }),
  header("null in it", withHeaders({ "x-a": null }), MESSAGE),
  header("an object in it", withHeaders({ "x-a": {} }), MESSAGE),
  header("null in an array in it", withHeaders({ "x-a": [null] }), MESSAGE),
  header("null", withHeaders(null), MESSAGE),
  header("a string for all", withHeaders("x-a: 1"), MESSAGE),
  header("an array for all", withHeaders([["x-a", "1"]]), MESSAGE),
  header("an impossible name", withHeaders({ "x a": "1" }), MESSAGE),
  header("a line break in a value", withHeaders({ "x-a": "1\r\nx-b: 2" }), MESSAGE),
  header("a value beyond Latin-1", withHeaders({ "x-a": "✓" }), MESSAGE),
];
