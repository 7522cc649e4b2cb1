import { type Case, returning } from "./case.js";

const throwing = returning("4 Result, throwing");
const late = returning("4 Result, deadline");
const raise = (thrown: unknown) => () => {
  throw thrown;
};
const failed = (error: string | RegExp) => ({
  status: 502,
  error,
  headers: { "x-tabserve-error": "handler-threw" },
});
const short = { config: { functions: { fn: { limits: { timeout: 20 } } } } };
const error = (more: object) => Object.assign(new Error("told"), more);
const exceeded = {
  status: 504,
  error: "The function exceeded its time limits of 20 milliseconds.",
  headers: { "x-tabserve-error": "deadline-exceeded" },
};
const spin = (milliseconds: number) => {
  const end = Date.now() + milliseconds;
  while (Date.now() < end);
};
const within = { config: { limits: { timeout: 3_000 } } };

export const failures: Case[] = [
  throwing("an Error", raise(new Error("told")), failed("told")),
  throwing("an Error of another kind", raise(new TypeError("told")), failed("told")),
  throwing("an Error without a message", raise(new RangeError()), failed("RangeError")),
  throwing("by rejecting", async () => raise(new Error("told"))(), failed("told")),
  throwing(
    "by a thenable",
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what the case is about
    () => ({ then: (_: unknown, reject: (e: unknown) => void) => reject(new Error("told")) }),
    failed("told"),
  ),
  throwing("a string", raise("told"), failed("told")),
  throwing("nothing", raise(undefined), failed("The function threw undefined")),
  throwing("a number", raise(404), failed("The function threw 404")),
  throwing("an object", raise({ a: 1 }), failed('The function threw {"a":1}')),
  throwing(
    "what has no text",
    raise({ toJSON: raise(1), toString: raise(1) }),
    failed(/^The function threw /),
  ),
  throwing("an answer", raise({ statusCode: 404, body: "no", headers: { "x-a": "1" } }), {
    status: 404,
    body: "no",
    headers: { "x-a": "1", "x-tabserve-error": null },
  }),
  throwing("a body alone", raise({ body: { a: 1 } }), { status: 200, body: { json: { a: 1 } } }),
  throwing("a status alone", raise({ statusCode: 404 }), { status: 404, body: "" }),
  throwing("an Error with a status", raise(error({ statusCode: 418 })), {
    status: 418,
    body: "told",
    headers: { "content-type": "text/plain; charset=UTF-8" },
  }),
  throwing("an Error with a status and a body", raise(error({ statusCode: 418, body: { a: 1 } })), {
    status: 418,
    body: { json: { a: 1 } },
  }),
  throwing("an Error with a body", raise(error({ body: "x" })), { status: 200, body: "x" }),
  throwing("an answer with a wrong status", raise({ statusCode: 99 }), {
    status: 400,
    error: "Response is not valid 'message/http'.",
  }),
  throwing("a Response", raise(new Response("x", { status: 404 })), { status: 404, body: "x" }),
  late("a function that never ends", () => new Promise(() => {}), exceeded, short),
  late("a function that holds the thread", () => spin(40), exceeded, short),
  late("a function that throws too late", () => raise(spin(40))(), exceeded, short),
  late("a function in time", () => ({ body: "x" }), { status: 200, body: "x" }, within),
  late("the service's limit", () => new Promise(() => {}), exceeded, { config: { limits: { timeout: 20 } } }),
];
