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
import { type App, type AppCase, BROWSER_SETS_HEADERS, FETCH_FOLLOWS } from "./case.js";

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

export function createH3App(base: string): App {
  return new H3().all(`${base}/**`, withBase(base, routes));
}

const json = { "content-type": "application/json" };

export const h3Cases: readonly AppCase[] = [
  { name: "the root", path: "/", status: 200 },
  { name: "JSON", path: "/json", status: 200 },
  { name: "a parameter and a query", path: "/users/7?a=1&b=x%20y&a=2", status: 200 },
  { name: "an encoded path", path: "/files/a/b%20c", status: 200 },
  { name: "a missing path", path: "/missing", status: 404 },
  {
    name: "a JSON body",
    path: "/body",
    status: 201,
    init: { method: "POST", headers: json, body: '{"a":[1,"ü"]}' },
  },
  {
    name: "a body that is no JSON",
    path: "/body",
    status: 400,
    init: { method: "POST", headers: json, body: "{" },
  },
  {
    name: "an urlencoded form",
    path: "/form",
    status: 200,
    init: { method: "POST", body: new URLSearchParams("a=1&b=%C3%BC") },
  },
  { name: "bytes", path: "/bytes", status: 200, init: { method: "PUT", body: new Uint8Array([0, 255]) } },
  { name: "an answer without a body", path: "/users/7", status: 204, init: { method: "DELETE" } },
  {
    name: "cookies",
    path: "/cookies",
    status: 200,
    init: { headers: { cookie: "x=1; y=2" } },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  { name: "a redirect", path: "/redirect", status: 302, outOfReach: FETCH_FOLLOWS },
  { name: "a stream", path: "/stream", status: 200 },
  { name: "server-sent events", path: "/events", status: 200 },
  {
    name: "CORS",
    path: "/cors",
    status: 200,
    init: { headers: { origin: "https://other.org" } },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  {
    name: "a preflight",
    path: "/cors",
    status: 204,
    init: {
      method: "OPTIONS",
      headers: { origin: "https://other.org", "access-control-request-method": "GET" },
    },
    outOfReach: BROWSER_SETS_HEADERS,
  },
  { name: "a handler that throws an answer", path: "/teapot", status: 418 },
  { name: "a Response", path: "/response", status: 203 },
];
