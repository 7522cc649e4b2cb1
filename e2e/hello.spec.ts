import { readFileSync } from "node:fs";
import { expect, fetchIn, test } from "./fixtures.js";
import { end } from "./server.js";

/** The first program of the README, as a page runs it whose bundler resolved the import. */
function readmeProgram(): string {
  const [, program = ""] = /```js\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8")) ?? [];
  return program.replace('"tabserve"', '"/lib/tabserve.js"');
}

/** The example of Hypha's documentation, to the letter. */
const HYPHA_PROGRAM = `
import { connect } from "/lib/tabserve.js";
const api = await connect({ workspace: "W" });
await api.register_service({
    "id": "hello-functions", "type": "functions",
    "config": { "visibility": "public", "require_context": true },
    "hello-world": async function(event, context) {
        return { status: 200, headers: {'Content-Type': 'application/json'}, body: JSON.stringify({message: "Hello World"}) };
    },
    "index": async function(event, context) { return { status: 200, body: "Home page" }; }
})
console.log("registered");
`;

for (const [name, program, workspace] of [
  ["the README's first program", readmeProgram(), "demo"],
  ["the example of Hypha's documentation", HYPHA_PROGRAM, "W"],
] as const)
  test(`${name} answers, also in a new tab`, async ({ page, site, context }) => {
    site.on("/program.html", (_, response) =>
      end(
        response,
        200,
        "text/html",
        `<!doctype html><title>Program</title><link rel=icon href=data:,><script type=module>${program}</script>`,
      ),
    );
    await Promise.all([page.waitForEvent("console"), page.goto(`${site.origin}/program.html`)]);
    const url = `/${workspace}/apps/hello-functions/`;
    expect(await fetchIn(page, `${url}hello-world/`)).toMatchObject({
      status: 200,
      body: '{"message":"Hello World"}',
    });
    expect(await fetchIn(page, url)).toMatchObject({ status: 200, body: "Home page" });
    const tab = await context.newPage();
    await tab.goto(`${site.origin}${url}hello-world/`);
    expect(await tab.textContent("body")).toContain('{"message":"Hello World"}');
    await tab.goto(site.origin + url);
    expect(await tab.textContent("body")).toBe("Home page");
  });
