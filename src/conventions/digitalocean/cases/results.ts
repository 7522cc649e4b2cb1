import { type Case, returning } from "./case.js";

const gives = returning("4 Result");
const EMPTY = { status: 204, body: "", headers: { "content-type": null } };
const HTML = { "content-type": "text/html; charset=UTF-8" };
const JSON_TYPE = { "content-type": "application/json" };
const MESSAGE = { status: 400, error: "Response is not valid 'message/http'." };
const PROCESSING = { status: 400, error: "There was an error processing your request." };
// biome-ignore lint/suspicious/noThenProperty: a thenable is what the case is about
const thenable = (value: unknown) => ({ then: (resolve: (value: unknown) => void) => resolve(value) });
const cycle: Record<string, unknown> = {};
cycle.self = cycle;
const fail = () => {
  throw new Error("no value");
};

export const results: Case[] = [
  gives("nothing", () => undefined, EMPTY),
  gives("null", () => null, EMPTY),
  gives("an empty object", () => ({}), EMPTY),
  gives("an object without known keys", () => ({ message: "x" }), EMPTY),
  gives("a text", () => ({ body: "x" }), { status: 200, body: "x", headers: HTML }),
  gives("a text beyond ASCII", () => ({ body: "é✓" }), { status: 200, body: "é✓" }),
  gives("an object", () => ({ body: { a: 1 } }), {
    status: 200,
    body: { json: { a: 1 } },
    headers: JSON_TYPE,
  }),
  gives("an array", () => ({ body: [1] }), { status: 200, body: { json: [1] }, headers: JSON_TYPE }),
  gives("an empty array", () => ({ body: [] }), { status: 200, body: { json: [] } }),
  gives("a number", () => ({ body: 0 }), { status: 200, body: { json: 0 }, headers: JSON_TYPE }),
  gives("a boolean", () => ({ body: false }), { status: 200, body: { json: false }, headers: JSON_TYPE }),
  gives("a body that is null", () => ({ body: null }), EMPTY),
  gives("a body that is empty", () => ({ body: "" }), EMPTY),
  gives("a body that is undefined", () => ({ body: undefined }), EMPTY),
  gives(
    "no body: the type is dropped, other headers are kept",
    () => ({ headers: { "Content-Type": "a/b", x: "1" } }),
    {
      ...EMPTY,
      headers: { "content-type": null, x: "1" },
    },
  ),
  gives("no body, and a status", () => ({ statusCode: 201 }), { status: 201, body: "" }),
  gives("an empty body, and a status", () => ({ statusCode: 200, body: "" }), { status: 200, body: "" }),
  gives("a location alone", () => ({ headers: { location: "/x" } }), {
    status: 204,
    headers: { location: "/x" },
  }),
  gives("a promise", async () => ({ body: "x" }), { status: 200, body: "x" }),
  gives("a thenable", () => thenable({ body: "x" }), { status: 200, body: "x" }),
  gives("a bare string", () => "x", PROCESSING),
  gives("a bare empty string", () => "", PROCESSING),
  gives("a bare number", () => 1, PROCESSING),
  gives("a bare boolean", () => false, PROCESSING),
  gives("a bare array", () => [1], PROCESSING),
  gives("a bare date is a string", () => new Date(0), PROCESSING),
  gives("a bare NaN is null", () => Number.NaN, EMPTY),
  gives("a bare function is nothing", () => () => 1, EMPTY),
  gives("bare bytes", () => new Uint8Array(1), MESSAGE),
  gives("a key error with a text", () => ({ error: "x", body: "y" }), MESSAGE),
  gives("a key error with null", () => ({ error: null }), MESSAGE),
  gives("a key error with an array", () => ({ error: [1] }), MESSAGE),
  gives("a key error with an object", () => ({ error: { statusCode: 418, body: "x" }, body: "y" }), {
    status: 418,
    body: "x",
  }),
  gives("a key error with an empty object", () => ({ error: {} }), EMPTY),
  gives("a key error in error is no key of an answer", () => ({ error: { error: "x" } }), EMPTY),
  gives("a key error with bytes", () => ({ error: { statusCode: 500, body: Uint8Array.of(1, 2) } }), {
    status: 500,
    body: [1, 2],
  }),
  gives("a key error that is undefined", () => ({ error: undefined, body: "x" }), { status: 200, body: "x" }),
  gives("a key error that is inherited", () => Object.assign(Object.create({ error: 1 }), { body: "x" }), {
    status: 200,
    body: "x",
  }),
  gives("JSON drops undefined and functions", () => ({ body: { a: undefined, f: () => 1, b: 1 } }), {
    status: 200,
    body: { json: { b: 1 } },
  }),
  gives("JSON makes NaN null", () => ({ body: { n: Number.NaN } }), {
    status: 200,
    body: { json: { n: null } },
  }),
  gives("JSON makes a date a text", () => ({ body: new Date(0) }), {
    status: 200,
    body: "1970-01-01T00:00:00.000Z",
  }),
  gives("JSON asks toJSON", () => ({ toJSON: () => ({ body: "x" }) }), { status: 200, body: "x" }),
  gives("JSON makes a body of NaN null", () => ({ body: Number.NaN }), EMPTY),
  gives("a BigInt", () => ({ body: 1n }), MESSAGE),
  gives("a circle", () => ({ body: cycle }), MESSAGE),
  gives(
    "a getter that throws",
    () => Object.defineProperty({}, "body", { get: fail, enumerable: true }),
    MESSAGE,
  ),
  gives("a Response in body", () => ({ body: new Response("x") }), MESSAGE),
];
