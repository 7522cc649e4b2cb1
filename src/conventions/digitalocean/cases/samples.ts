import type { DigitalOceanEvent } from "../event.js";
import { type Case, returning } from "./case.js";

const gives = returning("8 Samples");
const GIF = "R0lGODlhAQABAAD/ACwAAAAAAQABAAACADs=";
const GIF_BYTES = [
  ...[71, 73, 70, 56, 57, 97, 1, 0, 1, 0, 0, 255, 0, 44, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0, 59],
];
const COOKIE = "UserID=Jane; Max-Age=3600; Version=";
const html = "<html><body><h3>hello</h3></body></html>";
const echo = (event: DigitalOceanEvent) => ({ body: event.name ?? "nobody" });
const greet = ({ name = "stranger" }: DigitalOceanEvent) => ({ body: `Hello ${name}!` });

export const samples: Case[] = [
  gives("a redirect", () => ({ headers: { location: "https://example.com" }, statusCode: 302 }), {
    status: 302,
    body: "",
    headers: { location: "https://example.com" },
  }),
  gives(
    "a cookie",
    () => ({ headers: { "Set-Cookie": COOKIE, "Content-Type": "text/html" }, statusCode: 200, body: html }),
    {
      status: 200,
      body: html,
      headers: { "set-cookie": COOKIE, "content-type": "text/html; charset=UTF-8" },
    },
  ),
  gives("two cookies", () => ({ headers: { "Set-Cookie": ["a=1; Path=/", "b=2; Path=/"] } }), {
    status: 204,
    headers: { "set-cookie": ["a=1; Path=/", "b=2; Path=/"] },
  }),
  gives("an image", () => ({ headers: { "Content-Type": "image/gif" }, statusCode: 200, body: GIF }), {
    status: 200,
    body: GIF_BYTES,
    headers: { "content-type": "image/gif" },
  }),
  {
    section: "8 Samples",
    name: "an echo",
    members: { fn: (event: DigitalOceanEvent) => ({ body: { ...event, http: event.http?.method } }) },
    request: { query: "a=1" },
    outcome: { status: 200, body: { json: { http: "GET", a: "1" } } },
  },
  {
    section: "8 Samples",
    name: "a greeting by JSON",
    members: { fn: greet },
    request: { method: "POST", headers: { "content-type": "application/json" }, body: '{"name":"Jane"}' },
    outcome: { status: 200, body: "Hello Jane!" },
  },
  gives("no parameter", () => ({ body: "x" }), { status: 200, body: "x" }),
  {
    section: "8 Samples",
    name: "one parameter",
    members: { fn: echo },
    request: {},
    outcome: { status: 200, body: "nobody" },
  },
  {
    section: "8 Samples",
    name: "two parameters",
    members: { fn: (event: object, context: object) => ({ body: [typeof event, typeof context] }) },
    request: {},
    outcome: { status: 200, body: { json: ["object", "object"] } },
  },
  gives("a promise", () => Promise.resolve({ body: "x" }), { status: 200, body: "x" }),
];
