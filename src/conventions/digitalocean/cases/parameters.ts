import { asking, type Case } from "./case.js";

const section = "3 Event";
const ask = asking(section);
const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const NOT_ALLOWED = {
  status: 400,
  error: "Request defines parameters that are not allowed (e.g., reserved properties).",
  invoked: false,
};
const sees = (parameters: Record<string, unknown>) => ({ status: 200, parameters });
const post = (body: string, headers: Record<string, string> = json) => ({ method: "POST", headers, body });
const three = { parameters: { a: "service" }, functions: { fn: { parameters: { a: "function" } } } };
const final = { parameters: { a: 1, b: null }, annotations: { final: true } };
const reserved = ["method", "headers", "path", "user", "query", "body"].map((name) => `__ow_${name}`);

export const parameters: Case[] = [
  ask("the method is upper case", { method: "post" }, { status: 200, http: { method: "POST", path: "" } }),
  ask("a query is strings", { query: "a=1&b=true" }, sees({ a: "1", b: "true" })),
  ask("the last of a repeated key wins", { query: "a=1&a=2" }, sees({ a: "2" })),
  ask("a plus is a space", { query: "a=b+c" }, sees({ a: "b c" })),
  ask("percent-encoding is undone", { query: "%C3%A9=%26" }, sees({ é: "&" })),
  ask("a key alone is empty", { query: "flag" }, sees({ flag: "" })),
  ask("an empty query", { query: "" }, sees({})),
  ask("odd separators", { query: "&&a=1&=2&" }, sees({ a: "1", "": "2" })),
  ask("a value with =", { query: "a=b=c" }, sees({ a: "b=c" })),
  ask("a broken percent-encoding stays", { query: "a=%zz" }, sees({ a: "%zz" })),
  ask("an array's brackets mean nothing", { query: "a[]=1" }, sees({ "a[]": "1" })),
  ask("configured parameters", {}, sees({ a: "function" }), { config: three }),
  ask("the service's parameters", {}, sees({ a: "service" }), { config: { parameters: three.parameters } }),
  ask("configured types are kept", {}, sees({ n: 1, o: { p: [null] } }), {
    config: { parameters: { n: 1, o: { p: [null] } } },
  }),
  ask("query over configured", { query: "a=q" }, sees({ a: "q" }), { config: three }),
  ask("body over query", { ...post('{"a":1}'), query: "a=q&b=q" }, sees({ a: 1, b: "q" })),
  ask("body over configured", post('{"a":1}'), sees({ a: 1 }), { config: three }),
  ask("a form over query", { ...post("a=f", form), query: "a=q" }, sees({ a: "f" })),
  ask("another function's parameters stay its own", {}, sees({}), {
    members: { fn: () => ({ body: "ok" }), other: () => ({ body: "other" }) },
    config: { functions: { other: { parameters: { a: 1 } } } },
  }),
  ask(
    "`http` in the query replaces nothing",
    { query: "http=1" },
    { ...sees({}), http: { method: "GET", path: "" } },
  ),
  ask("`http` in the body replaces nothing", post('{"http":{"method":"X"}}'), {
    ...sees({}),
    http: { method: "POST", path: "" },
  }),
  ask("`__proto__` in the body is a parameter", post('{"__proto__":{"a":1}}'), {
    status: 200,
    parameters: JSON.parse('{"__proto__":{"a":1}}'),
  }),
  ask("a final parameter in the query", { query: "a=2" }, NOT_ALLOWED, { config: final }),
  ask("a final parameter in the body", post('{"a":2}'), NOT_ALLOWED, { config: final }),
  ask("a final parameter in a form", post("a=2", form), NOT_ALLOWED, { config: final }),
  ask("a final parameter that is null is open", { query: "b=2" }, sees({ a: 1, b: "2" }), { config: final }),
  ask("other keys beside final ones", { query: "c=3" }, sees({ a: 1, b: null, c: "3" }), { config: final }),
  ask("without final a request may override", { query: "a=2" }, sees({ a: "2" }), {
    config: { parameters: { a: 1 }, annotations: { final: false } },
  }),
  ...reserved.map((key) => ask(`${key} in the query`, { query: `${key}=1` }, NOT_ALLOWED)),
  ...reserved.map((key) => ask(`${key} in the body`, post(`{"${key}":1}`), NOT_ALLOWED)),
  ask("a reserved key in a form", post("__ow_path=1", form), NOT_ALLOWED),
  ask("other keys that begin like reserved ones", { query: "__ow_other=1" }, sees({ __ow_other: "1" })),
];
