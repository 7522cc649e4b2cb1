import { asking, type Case } from "./case.js";

const section = "1 Address";
const ask = asking(section);
const NOT_FOUND = { status: 404, error: "The requested resource does not exist.", invoked: false };
const named = (...names: string[]) => ({
  members: Object.fromEntries(names.map((name) => [name, () => ({ body: name })])),
});
const module = (main: string, value: unknown = main) => ({ [main]: () => ({ body: value }) });

export const address: Case[] = [
  ask("a function under its name", {}, { status: 200, http: { method: "GET", path: "" } }),
  ask("a trailing slash is the path", { path: "/fn/" }, { status: 200, http: { method: "GET", path: "/" } }),
  ask(
    "what follows is the path",
    { path: "/fn/a/b" },
    { status: 200, http: { method: "GET", path: "/a/b" } },
  ),
  ask(
    "the path stays percent-encoded",
    { path: "/fn/a%20b/%2F" },
    { status: 200, http: { method: "GET", path: "/a%20b/%2F" } },
  ),
  ask(
    "the path stays behind an extension",
    { path: "/fn.http/a" },
    { status: 200, http: { method: "GET", path: "/a" } },
  ),
  ask(
    "an extension in the path is part of the path",
    { path: "/fn/a.json" },
    { status: 200, http: { method: "GET", path: "/a.json" } },
  ),
  ask("an unknown name", { path: "/other" }, NOT_FOUND),
  ask("no name", { path: "/" }, NOT_FOUND),
  ask("two slashes", { path: "//fn" }, NOT_FOUND),
  ask("another case", { path: "/FN" }, NOT_FOUND),
  ask("an inherited name", { path: "/toString" }, NOT_FOUND),
  ask("a value that is no function", { path: "/id" }, NOT_FOUND, { members: { id: "package" } }),
  ask("an extension that there is not", { path: "/fn.xml" }, NOT_FOUND),
  ask("an extension in capitals", { path: "/fn.JSON" }, NOT_FOUND),
  ask("an extension alone", { path: "/.json" }, NOT_FOUND),
  ask("an extension with an unknown name", { path: "/other.json" }, NOT_FOUND),
  ask("`.http` is the default", { path: "/fn.http" }, { status: 200 }),
  ask("a name with a dot", { path: "/t.wxyz" }, { status: 200, body: "t.wxyz" }, named("t.wxyz")),
  ask(
    "a name with a dot, and an extension",
    { path: "/t.wxyz.json" },
    { status: 200, body: { json: { body: "t.wxyz" } } },
    named("t.wxyz"),
  ),
  ask(
    "a name that ends like an extension comes first",
    { path: "/fn.json" },
    { status: 200, body: "fn.json" },
    named("fn", "fn.json"),
  ),
  ask("a name is decoded", { path: "/caf%C3%A9" }, { status: 200, body: "café" }, named("café")),
  ask("a name with a slash in it", { path: "/a%2Fb" }, { status: 200, body: "a/b" }, named("a/b")),
  ask("a name that is no percent-encoding", { path: "/50%" }, { status: 200, body: "50%" }, named("50%")),
  ask("a module's main", {}, { status: 200, body: "main" }, { members: { fn: module("main") } }),
  ask(
    "a module's function as `main:` says",
    {},
    { status: 200, body: "handler" },
    { members: { fn: module("handler") }, config: { functions: { fn: { main: "handler" } } } },
  ),
  ask("a module without main", {}, NOT_FOUND, { members: { fn: module("handler") } }),
  ask("a module whose main is no function", {}, NOT_FOUND, { members: { fn: { main: 1 } } }),
  ask("a module's other functions", { path: "/fn/handler" }, NOT_FOUND, {
    members: { fn: module("handler") },
  }),
  ask(
    "a module that a bundler made, with getters",
    {},
    { status: 200, body: "got" },
    { members: { fn: Object.defineProperty({}, "main", { get: () => () => ({ body: "got" }) }) } },
  ),
];
