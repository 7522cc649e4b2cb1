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
import { type App, type AppCase, BROWSER_SETS_HEADERS, FETCH_FOLLOWS } from "./case.js";

const { preflight, corsify } = cors({ origin: "https://other.org", allowMethods: ["GET", "POST"] });

export function createIttyApp(base: string): App {
  const router = AutoRouter({ base, before: [preflight] });

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
  return router;
}

const body = '{"a":[1,"ü"]}';

export const ittyCases: readonly AppCase[] = [
  { name: "the root", path: "/", status: 200 },
  { name: "JSON", path: "/json", status: 200 },
  { name: "HTML", path: "/html", status: 200 },
  { name: "a parameter and a query", path: "/users/7?a=1&b=x%20y&a=2", status: 200 },
  { name: "a rest of the path", path: "/files/a/b%20c", status: 200 },
  { name: "a missing path", path: "/missing", status: 404 },
  { name: "a method without a route", path: "/json", status: 404, init: { method: "PATCH" } },
  {
    name: "a JSON body",
    path: "/content",
    status: 201,
    init: { method: "POST", headers: { "content-type": "application/json" }, body },
  },
  { name: "a text body", path: "/content", status: 201, init: { method: "POST", body: "grüße" } },
  {
    name: "an urlencoded form",
    path: "/content",
    status: 201,
    init: { method: "POST", body: new URLSearchParams("a=1&b=%C3%BC") },
  },
  { name: "bytes", path: "/bytes", status: 200, init: { method: "PUT", body: new Uint8Array([0, 255]) } },
  { name: "an answer without a body", path: "/users/7", status: 204, init: { method: "DELETE" } },
  {
    name: "a cookie",
    path: "/cookie",
    status: 200,
    init: { headers: { cookie: "a=1" } },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  {
    name: "CORS",
    path: "/cors",
    status: 200,
    init: { headers: { origin: "https://other.org" } },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  {
    name: "a preflight",
    path: "/json",
    status: 204,
    init: { method: "OPTIONS", headers: { origin: "https://other.org" } },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  { name: "an error", path: "/teapot", status: 418 },
  { name: "a handler that throws an answer", path: "/throws", status: 409 },
  { name: "a handler that throws", path: "/broken", status: 500 },
  { name: "a relative redirect", path: "/redirect", status: 302, outOfReach: FETCH_FOLLOWS },
];
