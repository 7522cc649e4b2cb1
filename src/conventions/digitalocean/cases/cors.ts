import { asking, type Case, returning } from "./case.js";

const section = "4 HEAD, OPTIONS, CORS";
const ask = asking(section);
const gives = returning(section);
const METHODS = "OPTIONS, GET, DELETE, POST, PUT, HEAD, PATCH";
const HEADERS = "Authorization, Origin, X-Requested-With, Content-Type, Accept, User-Agent";
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": METHODS,
  "access-control-allow-headers": HEADERS,
};
const NONE = {
  "access-control-allow-origin": null,
  "access-control-allow-methods": null,
  "access-control-allow-headers": null,
};
const asked = { "access-control-request-headers": "X-A, X-B" };
const own = { annotations: { "web-custom-options": true } };
const raise = () => {
  throw new Error("told");
};
const origin = { "Access-Control-Allow-Origin": "https://own.example" };

export const cors: Case[] = [
  ask(
    "HEAD runs the function without its body",
    { method: "HEAD" },
    {
      status: 200,
      body: "",
      http: { method: "HEAD", path: "" },
      headers: { "content-type": "text/html; charset=UTF-8" },
    },
  ),
  gives(
    "HEAD drops a stream",
    () => ({ body: new Blob(["x"]).stream() }),
    { status: 200, body: "" },
    { request: { method: "HEAD" } },
  ),
  gives("HEAD drops an error's body", raise, { status: 502, body: "" }, { request: { method: "HEAD" } }),
  ask(
    "OPTIONS does not run it",
    { method: "OPTIONS" },
    { status: 200, body: "", invoked: false, headers: CORS },
  ),
  ask(
    "OPTIONS allows the headers asked for",
    { method: "OPTIONS", headers: asked },
    {
      status: 200,
      body: "",
      invoked: false,
      headers: { ...CORS, "access-control-allow-headers": "X-A, X-B" },
    },
  ),
  ask("an answer has the headers", {}, { status: 200, headers: CORS }),
  ask(
    "an answer allows the headers asked for",
    { headers: asked },
    { status: 200, headers: { "access-control-allow-headers": "X-A, X-B" } },
  ),
  ask("a refusal has them", { path: "/x" }, { status: 404, invoked: false, error: /./, headers: CORS }),
  gives("a failure has them", raise, { status: 502, error: "told", headers: CORS }),
  gives("an empty answer has them", () => undefined, { status: 204, headers: CORS }),
  gives("the function's own replaces one", () => ({ headers: origin }), {
    status: 204,
    headers: { ...CORS, "access-control-allow-origin": "https://own.example" },
  }),
  gives("a Response's own replaces one", () => new Response("x", { headers: origin }), {
    status: 200,
    headers: { ...CORS, "access-control-allow-origin": "https://own.example" },
  }),
  ask(
    "with options of its own OPTIONS runs it",
    { method: "OPTIONS" },
    { status: 200, http: { method: "OPTIONS", path: "" }, headers: NONE },
    { config: own },
  ),
  ask("with options of its own nothing is added", {}, { status: 200, headers: NONE }, { config: own }),
  ask(
    "with options of its own refusals have none",
    { query: "__ow_path=1" },
    { status: 400, invoked: false, error: /./, headers: NONE },
    { config: own },
  ),
];
