import { Hono } from "hono";
import { basicAuth } from "hono/basic-auth";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { HTTPException } from "hono/http-exception";
import { logger } from "hono/logger";
import { stream, streamSSE, streamText } from "hono/streaming";
import { expect, test } from "vitest";
import { answerBothWays, BASE } from "./both-ways.js";

const lines: string[] = [];
// Not strict: the service's own URL ends with a slash, and is "/" for the app.
const app = new Hono({ strict: false }).basePath(BASE);

app.use(logger((line) => lines.push(line)));
app.use("/cors/*", cors({ origin: "https://other.org", credentials: true, exposeHeaders: ["x-total"] }));
app.use("/etag/*", etag());
app.use("/admin/*", basicAuth({ username: "ada", password: "s3cret" }));

app.onError((error, c) => (error instanceof HTTPException ? error.getResponse() : c.text(`${error}`, 500)));

app.get("/", (c) => c.text("home"));
app.get("/json", (c) => c.json({ answer: 42, text: "grüße ☃" }));
app.get("/html", (c) => c.html("<h1>Hello</h1>"));
app.get("/users/:id{[0-9]+}", (c) => c.json({ id: c.req.param("id"), query: c.req.query() }));
app.get("/files/*", (c) => c.text(new URL(c.req.url).pathname));
app.post("/json", async (c) => c.json({ got: await c.req.json() }, 201));
app.post("/form", async (c) => c.json(await c.req.parseBody({ all: true })));
app.post("/upload", async (c) => {
  const { file } = await c.req.parseBody();
  return file instanceof File ? c.json([file.name, file.type, await file.text()]) : c.text("no file", 400);
});
app.put("/bytes", async (c) => c.body(await c.req.arrayBuffer()));
app.delete("/users/:id", (c) => c.body(null, 204));
app.get("/headers", (c) => c.json(c.req.header()));
app.get("/cookies", (c) => c.json(getCookie(c)));
app.get("/set-cookies", (c) => {
  setCookie(c, "a", "1", { path: "/", maxAge: 60 });
  setCookie(c, "b", "ü", { sameSite: "Lax" });
  deleteCookie(c, "c");
  return c.text("set");
});
app.get("/redirect", (c) => c.redirect("/elsewhere"));
app.get("/moved", (c) => c.redirect("other", 301));
app.get("/cors/data", (c) => c.json([1], 200, { "x-total": "1" }));
app.get("/etag/page", (c) => c.text("page"));
app.get("/admin/panel", (c) => c.text("panel"));
app.get("/stream", (c) =>
  stream(c, async (out) => {
    await out.write(new Uint8Array([1, 2, 255]));
    await out.sleep(2);
    await out.write(new Uint8Array([4]));
  }),
);
app.get("/text", (c) =>
  streamText(c, async (out) => {
    for (const word of ["one", "two", "drei ☃"]) {
      await out.writeln(word);
      await out.sleep(2);
    }
  }),
);
app.get("/events", (c) =>
  streamSSE(c, async (out) => {
    for (const id of ["1", "2"]) {
      await out.writeSSE({ id, event: "tick", data: `line one\nline ${id}` });
      await out.sleep(2);
    }
  }),
);
app.get("/large", (c) => c.body(new Uint8Array(200_000).fill(7)));
app.get("/clone", async (c) => c.text(`${c.req.raw.clone().url} ${await c.req.raw.clone().text()}`));
app.get("/throws", () => {
  throw new Error("broken");
});
app.get("/teapot", () => {
  throw new HTTPException(418, { message: "a teapot" });
});

function toForm(...parts: [string, string | File][]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return form;
}

const json = { "content-type": "application/json" };
const basic = (credentials: string) => ({ headers: { authorization: `Basic ${btoa(credentials)}` } });

test.each<[string, string, number, RequestInit?]>([
  ["the root", "/", 200],
  ["JSON", "/json", 200],
  ["HEAD", "/json", 200, { method: "HEAD" }],
  ["HTML", "/html", 200],
  ["a parameter and a query", "/users/7?a=1&b=x%20y&a=2", 200],
  ["a parameter that does not fit", "/users/seven", 404],
  ["an encoded path", "/files/gr%C3%BC%C3%9Fe%20x/%2F", 200],
  ["a missing path", "/missing", 404],
  ["a method without a route", "/json", 404, { method: "PATCH" }],
  ["a JSON body", "/json", 201, { method: "POST", headers: json, body: '{"a":[1,"ü"]}' }],
  ["a body that is no JSON", "/json", 500, { method: "POST", headers: json, body: "{" }],
  ["an urlencoded form", "/form", 200, { method: "POST", body: new URLSearchParams("a=1&a=2&b=%C3%BC") }],
  ["a multipart form", "/form", 200, { method: "POST", body: toForm(["a", "1"], ["b", "ü"]) }],
  [
    "a file",
    "/upload",
    200,
    { method: "POST", body: toForm(["file", new File(["content"], "größe.txt", { type: "text/plain" })]) },
  ],
  ["a form without the file", "/upload", 400, { method: "POST", body: toForm(["a", "1"]) }],
  ["bytes", "/bytes", 200, { method: "PUT", body: new Uint8Array([0, 255, 10, 13]) }],
  ["an empty body", "/bytes", 200, { method: "PUT" }],
  ["an answer without a body", "/users/7", 204, { method: "DELETE" }],
  [
    "headers",
    "/headers",
    200,
    { headers: { "X-One": "1", origin: "https://a.org", referer: "https://a.org/b" } },
  ],
  ["cookies", "/cookies", 200, { headers: { cookie: "a=1; b=%C3%BC" } }],
  ["cookies that are set", "/set-cookies", 200],
  ["a redirect", "/redirect", 302],
  ["a relative redirect", "/moved", 301],
  ["CORS", "/cors/data", 200, { headers: { origin: "https://other.org" } }],
  ["CORS for a stranger", "/cors/data", 200, { headers: { origin: "https://third.org" } }],
  [
    "a preflight",
    "/cors/data",
    204,
    { method: "OPTIONS", headers: { origin: "https://other.org", "access-control-request-method": "PUT" } },
  ],
  ["an ETag", "/etag/page", 200],
  ["another ETag", "/etag/page", 200, { headers: { "if-none-match": '"other"' } }],
  [
    "the same ETag",
    "/etag/page",
    304,
    { headers: { "if-none-match": '"767013ce0ee0f6d7a07587912eba3104cfaabc15"' } },
  ],
  ["no credentials", "/admin/panel", 401],
  ["wrong credentials", "/admin/panel", 401, basic("ada:wrong")],
  ["the right credentials", "/admin/panel", 200, basic("ada:s3cret")],
  ["a stream of bytes", "/stream", 200],
  ["a stream of text", "/text", 200],
  ["server-sent events", "/events", 200],
  ["a large body", "/large", 200],
  ["a cloned request", "/clone", 200],
  ["a handler that throws", "/throws", 500],
  ["a handler that throws an answer", "/teapot", 418],
])("Hono answers %s as without us: %s, %i", async (_what, path, status, init) => {
  const { direct, through } = await answerBothWays(app, path, init);
  expect(through).toEqual(direct);
  expect(through.status).toBe(status);
});

test("Hono's middleware runs once for each request", async () => {
  lines.length = 0;
  await answerBothWays(app, "/json?a=1");
  expect(lines.filter((line) => line.startsWith("<--"))).toEqual([
    "<-- GET /W/apps/S/json?a=1",
    "<-- GET /W/apps/S/json?a=1",
  ]);
});
