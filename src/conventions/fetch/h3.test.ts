import {
  createEventStream,
  getQuery,
  getRequestURL,
  getRouterParam,
  H3,
  HTTPError,
  handleCors,
  parseCookies,
  readBody,
  redirect,
  setCookie,
  withBase,
} from "h3/service-worker"; // what a bundler takes for a page
import { expect, test } from "vitest";
import { answerBothWays, BASE } from "./both-ways.js";

const routes = new H3();

routes.use(async (event, next) => {
  event.res.headers.set("x-middleware", "ran");
  return next();
});
routes.get("/", () => "home");
routes.get("/json", () => ({ answer: 42, text: "grüße ☃" }));
routes.get("/users/:id", (event) => ({ id: getRouterParam(event, "id"), query: getQuery(event) }));
routes.get("/files/**", (event) => getRequestURL(event).pathname);
routes.post("/body", async (event) => {
  event.res.status = 201;
  return { got: await readBody(event) };
});
routes.post("/form", async (event) => [...(await event.req.formData())]);
routes.put("/bytes", async (event) => new Uint8Array(await event.req.arrayBuffer()));
routes.delete("/users/:id", (event) => {
  event.res.status = 204;
  return null;
});
routes.get("/cookies", (event) => {
  setCookie(event, "a", "1", { path: "/" });
  setCookie(event, "b", "2", { httpOnly: true });
  return { ...parseCookies(event) };
});
routes.get("/redirect", () => redirect("/elsewhere"));
routes.get("/stream", () => {
  const parts = ["one ", "two ", "drei ☃"];
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      const part = parts.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });
});
routes.get("/events", (event) => {
  const events = createEventStream(event);
  void events.push({ id: "1", event: "tick", data: "one" }).then(() => events.close());
  return events.send();
});
routes.all(
  "/cors",
  (event) => handleCors(event, { origin: ["https://other.org"], methods: ["GET"] }) || "data",
);
routes.get("/teapot", () => {
  throw new HTTPError({ status: 418, message: "a teapot", data: { short: true } });
});
routes.get("/response", () => new Response("own", { status: 203, headers: { "x-own": "1" } }));

const app = new H3().all(`${BASE}/**`, withBase(BASE, routes));

const json = { "content-type": "application/json" };

test.each<[string, string, number, RequestInit?]>([
  ["the root", "/", 200],
  ["JSON", "/json", 200],
  ["a parameter and a query", "/users/7?a=1&b=x%20y&a=2", 200],
  ["an encoded path", "/files/a/b%20c", 200],
  ["a missing path", "/missing", 404],
  ["a JSON body", "/body", 201, { method: "POST", headers: json, body: '{"a":[1,"ü"]}' }],
  ["a body that is no JSON", "/body", 400, { method: "POST", headers: json, body: "{" }],
  ["an urlencoded form", "/form", 200, { method: "POST", body: new URLSearchParams("a=1&b=%C3%BC") }],
  ["bytes", "/bytes", 200, { method: "PUT", body: new Uint8Array([0, 255]) }],
  ["an answer without a body", "/users/7", 204, { method: "DELETE" }],
  ["cookies", "/cookies", 200, { headers: { cookie: "x=1; y=2" } }],
  ["a redirect", "/redirect", 302],
  ["a stream", "/stream", 200],
  ["server-sent events", "/events", 200],
  ["CORS", "/cors", 200, { headers: { origin: "https://other.org" } }],
  [
    "a preflight",
    "/cors",
    204,
    { method: "OPTIONS", headers: { origin: "https://other.org", "access-control-request-method": "GET" } },
  ],
  ["a handler that throws an answer", "/teapot", 418],
  ["a Response", "/response", 203],
])("h3 answers %s as without us: %s, %i", async (_what, path, status, init) => {
  const { direct, through } = await answerBothWays(app, path, init);
  expect(through).toEqual(direct);
  expect(through.status).toBe(status);
});
