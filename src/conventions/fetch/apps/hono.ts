import { Hono } from "hono";
import { basicAuth } from "hono/basic-auth";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { HTTPException } from "hono/http-exception";
import { logger } from "hono/logger";
import { stream, streamSSE, streamText } from "hono/streaming";
import type { App } from "./case.js";

/** Requests that the logger saw. */
export const honoLog: string[] = [];

const app = new Hono();

app.use(logger((line) => honoLog.push(line)));
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

/** Not strict: the service's own URL ends with a slash, and is "/" for the app. */
export function createHonoApp(base: string): App {
  return new Hono({ strict: false }).route(base, app);
}
