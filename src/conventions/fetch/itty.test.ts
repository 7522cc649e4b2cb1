import {
  AutoRouter,
  cors,
  error,
  html,
  type IRequest,
  json,
  StatusError,
  status,
  text,
  withContent,
} from "itty-router";
import { expect, test } from "vitest";
import { answerBothWays, BASE } from "./both-ways.js";

const { preflight, corsify } = cors({ origin: "https://other.org", allowMethods: ["GET", "POST"] });
const router = AutoRouter({ base: BASE, before: [preflight] });

router
  .get("/", () => text("home"))
  .get("/json", () => ({ answer: 42, text: "grüße ☃" }))
  .get("/cors", (request: IRequest) => corsify(text("shared"), request))
  .get("/html", () => html("<h1>Hello</h1>"))
  .get("/users/:id", ({ params, query }: IRequest) => ({ params, query }))
  .get("/files/:path+", ({ params }: IRequest) => text(params.path ?? ""))
  .post("/content", withContent, ({ content }: IRequest & { content: unknown }) =>
    json({ content }, { status: 201 }),
  )
  .put("/bytes", async (request: IRequest) => new Response(await request.arrayBuffer()))
  .delete("/users/:id", () => status(204))
  .get("/cookie", ({ headers }: IRequest) => text(headers.get("cookie") ?? "none"))
  .get("/teapot", () => error(418, "a teapot"))
  .get("/throws", () => {
    throw new StatusError(409, { conflict: true });
  })
  .get("/broken", () => {
    throw new Error("broken");
  })
  .get("/redirect", () => new Response(null, { status: 302, headers: { location: "other" } }));

const body = '{"a":[1,"ü"]}';

test.each<[string, string, number, RequestInit?]>([
  ["the root", "/", 200],
  ["JSON", "/json", 200],
  ["HTML", "/html", 200],
  ["a parameter and a query", "/users/7?a=1&b=x%20y&a=2", 200],
  ["a rest of the path", "/files/a/b%20c", 200],
  ["a missing path", "/missing", 404],
  ["a method without a route", "/json", 404, { method: "PATCH" }],
  ["a JSON body", "/content", 201, { method: "POST", headers: { "content-type": "application/json" }, body }],
  ["a text body", "/content", 201, { method: "POST", body: "grüße" }],
  ["an urlencoded form", "/content", 201, { method: "POST", body: new URLSearchParams("a=1&b=%C3%BC") }],
  ["bytes", "/bytes", 200, { method: "PUT", body: new Uint8Array([0, 255]) }],
  ["an answer without a body", "/users/7", 204, { method: "DELETE" }],
  ["a cookie", "/cookie", 200, { headers: { cookie: "a=1" } }],
  ["CORS", "/cors", 200, { headers: { origin: "https://other.org" } }],
  ["a preflight", "/json", 204, { method: "OPTIONS", headers: { origin: "https://other.org" } }],
  ["an error", "/teapot", 418],
  ["a handler that throws an answer", "/throws", 409],
  ["a handler that throws", "/broken", 500],
  ["a relative redirect", "/redirect", 302],
])("itty-router answers %s as without us: %s, %i", async (_what, path, code, init) => {
  const { direct, through } = await answerBothWays(router, path, init);
  expect(through).toEqual(direct);
  expect(through.status).toBe(code);
});
