import { parseSync } from "vite";
import { describe, expect, test } from "vitest";
import { onlyServes } from "./only-serves.js";

const check = (code: string) => onlyServes(parseSync("module.ts", code).program);

const CONNECT = 'import { connect } from "tabserve"; const api = await connect();';

describe("only serves:", () => {
  test.each([
    CONNECT,
    `${CONNECT} await api.registerService({ id: "a", index: () => document.title });`,
    `${CONNECT} const { url } = await api.registerService({ id: "a" }); console.log("at", url);`,
    'import { connectToServer as open } from "tabserve"; open().then((api) => api.registerService({ id: "a" }));',
    'import * as tabserve from "tabserve"; (await tabserve.connect()).on("service_added", () => location.reload());',
    `import "./style.css"; import { greet } from "./greet.js"; ${CONNECT} await api.registerService({ id: "a", greet });`,
    `${CONNECT} const { registerService } = api; await registerService({ id: "a" });`,
    `${CONNECT} function index() { return fetch("/"); } class Shop { sell() { new Audio(); } } await api.registerService({ index });`,
    `${CONNECT} let count = 0; const texts: string[] = ["a", location.href]; if (texts.length > count) await api.registerService({});`,
  ])("%s", (code) => {
    expect(check(code)).toBe(true);
  });
});

describe("does more:", () => {
  test.each([
    'document.title = "served";',
    "setInterval(() => {}, 1000);",
    "new Audio();",
    "document.body.append(api.config.workspace);",
    "count++;",
    "delete window.api;",
    "html`<p>`;",
    'await import("./more.js");',
    "export { api };",
    "export default api;",
    "const copy = structuredClone(api);",
    "class Shop { static shelf = fill(); }",
    "await api.registerService({ id: name() });",
    "if (location.hash) start();",
  ])("%s", (statement) => {
    expect(check(`${CONNECT} ${statement}`)).toBe(false);
  });

  test.each([
    'import { connect } from "./connect.js"; await connect();',
    'const { connect } = await import("tabserve"); await connect();',
    'export { connect } from "tabserve";',
  ])("%s", (code) => {
    expect(check(code)).toBe(false);
  });
});
