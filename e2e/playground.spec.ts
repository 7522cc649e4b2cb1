import { readdirSync, readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import { build } from "vite";
import { OUT } from "./build.js";
import { killWorker } from "./fixtures.js";
import { end, startServer, type TestServer } from "./server.js";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

/** Each test has an origin of its own, whose server it may stop. */
const test = base.extend<{ host: TestServer }, { built: string }>({
  built: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use, { workerIndex }) => {
      const outDir = resolve(OUT, `site-${workerIndex}`);
      await build({ root: resolve(OUT, "../.."), logLevel: "warn", build: { outDir, emptyOutDir: true } });
      await use(outDir);
    },
    { scope: "worker", timeout: 60_000 },
  ],
  host: async ({ built }, use) => {
    const server = await startServer();
    serveFolder(server, built);
    await use(server);
    await server.close();
  },
});

function serveFolder(server: TestServer, folder: string): void {
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const type = TYPES[extname(file)];
    if (!type) continue;
    const content = readFileSync(resolve(folder, file));
    const paths = file === "index.html" ? ["/", "/index.html"] : [`/${file}`];
    for (const path of paths) server.on(path, (_request, response) => end(response, 200, type, content));
  }
}

const getAnswer = (page: Page) => page.getByRole("tabpanel", { name: "Body" });
const getSummary = (page: Page) => page.getByRole("region", { name: "Answer" }).getByRole("status");
const getState = (page: Page) => page.getByRole("region", { name: "Service" }).getByRole("status");
const getProblem = (page: Page) => page.getByRole("region", { name: "Service" }).getByRole("alert");
const getFunctions = (page: Page) => page.getByRole("region", { name: "Functions" });
const getEditor = (page: Page) => page.getByRole("textbox", { name: "Service code" });
const click = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Opens the playground and waits until it is at rest. */
async function open(page: Page, { origin }: TestServer): Promise<void> {
  await page.goto(`${origin}/`);
  await expect(getState(page)).toHaveText("Deployed");
  await expect(page.locator(".cm-editor")).toBeVisible();
}

async function replaceCode(page: Page, code: string): Promise<void> {
  await getEditor(page).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
}

const toCode = (members: string) =>
  `export default { id: "hello-functions", type: "functions", config: { visibility: "public" }, ${members} }`;

test("the first click is answered, without a word on the console", async ({ page, host }) => {
  const words: string[] = [];
  page.on("console", (message) => words.push(message.text()));
  page.on("pageerror", (error) => words.push(error.message));
  await page.goto(`${host.origin}/`);
  await click(page, "Send");
  await expect(getAnswer(page)).toHaveText('{\n  "message": "Hello World"\n}');
  await expect(getSummary(page)).toContainText("200 OK");
  await expect(getSummary(page)).toContainText("application/json");
  expect(words).toEqual([]);
});

test("deploying replaces what answers", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, toCode('"hello-world": () => "Edited"'));
  await expect(getState(page)).toHaveText("Edited");
  await click(page, "Deploy");
  await expect(getState(page)).toHaveText("Deployed");
  await click(page, "Send");
  await expect(getAnswer(page)).toHaveText("Edited");
});

test("Ctrl Enter in the editor deploys and sends, and the URL follows the service", async ({
  page,
  host,
}) => {
  await open(page, host);
  await replaceCode(page, 'export default { id: "other", type: "functions", hi: () => "Hi from other" }');
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getAnswer(page)).toHaveText("Hi from other");
  await expect(page.getByLabel("URL")).toHaveValue("/playground/apps/other/hi/");
  await expect(getFunctions(page).getByRole("button")).toHaveText(["hi"]);
});

test("a syntax error is shown with its line while the last service still answers", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, 'export default {\n  id: "hello-functions",\n  broken: (a,, b) => 1,\n}');
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("SyntaxError");
  await expect(page.locator(".cm-problem")).toContainText("broken");
  await click(page, "Send");
  await expect(getAnswer(page)).toContainText("Hello World");
  await getProblem(page).getByRole("button").click();
  await expect(getEditor(page)).toBeFocused();
});

test("an error is shown where the code threw it, at once or later", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, 'const a = 1;\nthrow new Error("Not yet");\nexport default {};');
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("Error: Not yet");
  await expect(page.locator(".cm-problem")).toContainText("Not yet");
  await replaceCode(page, `${toCode("")};\n\nsetTimeout(() => { throw new Error("Too late"); });`);
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("Error: Too late");
  await expect(page.locator(".cm-problem")).toContainText("setTimeout");
});

test("a service that cannot be registered is refused with the library's words", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, "export default { type: 'functions' }");
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("Service id undefined is missing");
  await replaceCode(page, "export const service = {}");
  await click(page, "Deploy");
  await expect(getProblem(page)).toContainText("export default {");
});

test("a click on a function puts it into the request", async ({ page, host }) => {
  await open(page, host);
  await expect(getFunctions(page).getByRole("button")).toHaveText(["hello-world", "index"]);
  await click(page, "index");
  await expect(page.getByLabel("URL")).toHaveValue("/playground/apps/hello-functions/");
  await click(page, "Send");
  await expect(getAnswer(page)).toHaveText("Home page");
});

test("services of other tabs come and go", async ({ page, host, context }) => {
  await open(page, host);
  const other = await context.newPage();
  await open(other, host);
  await expect(getFunctions(page)).toContainText("another tab");
  await other.close();
  await expect(getFunctions(page)).not.toContainText("another tab");
});

test("method, headers and body reach the function", async ({ page, host }) => {
  await open(page, host);
  const echo =
    "({ method, headers, body }) => [method, headers['x-a'], headers['content-type'], String(body)]";
  await replaceCode(page, toCode(`echo: ${echo}`));
  await click(page, "Deploy");
  await click(page, "echo");
  await page.getByLabel("Method").selectOption("PUT");
  await page.getByText("Headers and body").click();
  await page.getByLabel("Headers, one").fill("X-A: b");
  await page.getByLabel("Body", { exact: false }).and(page.locator("textarea")).fill("[1]");
  await click(page, "Send");
  await page.getByRole("tab", { name: "Raw" }).click();
  await expect(page.getByRole("tabpanel", { name: "Raw" })).toHaveText(
    JSON.stringify(["PUT", "b", "application/json", "91,49,93"]),
  );
});

test("HTML is shown as a page, images as images, host errors as such", async ({ page, host }) => {
  await open(page, host);
  const html = '({ headers: { "content-type": "text/html" }, body: "<h1>Title</h1>" })';
  const svg = `({ headers: { "content-type": "image/svg+xml" }, body: '<svg xmlns="http://www.w3.org/2000/svg"/>' })`;
  await replaceCode(page, toCode(`html: () => ${html}, svg: () => ${svg}, boom() { throw Error("no") }`));
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.frameLocator("iframe").getByRole("heading")).toHaveText("Title");
  await click(page, "svg");
  await click(page, "Send");
  await expect(getAnswer(page).getByRole("img")).toBeVisible();
  await click(page, "boom");
  await click(page, "Send");
  await expect(getSummary(page)).toContainText("500 Internal Server Error");
  await expect(page.getByText("Tabserve made this answer")).toContainText("handler-threw");
});

test("the link opens the answer in a new tab", async ({ page, host, context }) => {
  await open(page, host);
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Open in a new tab" }).click();
  const tab = await opened;
  await expect(tab.locator("body")).toContainText('{"message":"Hello World"}');
});

test("code outlives a reload until it is reset", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, toCode('"hello-world": () => "Kept"'));
  await page.reload();
  await click(page, "Send");
  await expect(getAnswer(page)).toHaveText("Kept");
  await click(page, "Reset");
  await click(page, "Send");
  await expect(getAnswer(page)).toContainText("Hello World");
});

test("a page that hung while its code started does not start it again by itself", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, `await new Promise(() => {});\n${toCode("")}`);
  await click(page, "Deploy");
  await expect(getState(page)).toHaveText("Deploying…");
  await page.reload();
  await expect(getState(page)).toHaveText("Not deployed");
  await expect(getProblem(page)).toContainText("did not finish starting");
});

test("everything works after a reload without a server", async ({ page, host }) => {
  await open(page, host);
  await host.close();
  await page.reload();
  await click(page, "Send");
  await expect(getAnswer(page)).toContainText("Hello World");
  await expect(page.locator(".cm-editor")).toBeVisible();
  await replaceCode(page, toCode('"hello-world": () => "Offline"'));
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getAnswer(page)).toHaveText("Offline");
});

test("the keyboard alone is enough", async ({ page, host }) => {
  await open(page, host);
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const link = page.getByRole("link", { name: "Open in a new tab" });
  const stops = [button("Reset"), button("Deploy"), getEditor(page), button("hello-world"), button("index")];
  for (const stop of stops) {
    await page.keyboard.press("Tab");
    await expect(stop).toBeFocused();
  }
  await page.keyboard.press("Enter");
  for (const stop of [link, page.getByLabel("Method"), page.getByLabel("URL")]) {
    await page.keyboard.press("Tab");
    await expect(stop).toBeFocused();
  }
  await page.keyboard.press("Enter");
  await expect(getAnswer(page)).toHaveText("Home page");
  await page.getByRole("tab", { name: "Body" }).focus();
  await page.keyboard.press("End");
  await expect(page.getByRole("tabpanel", { name: "Headers" })).toContainText("access-control-allow-origin");
});

test("a worker that cannot be had is told of, and had when it is there again", async ({
  page,
  host,
  built,
}) => {
  host.on("/playground-worker.js", (_request, response) => end(response, 404, "text/plain", "Gone"));
  await page.goto(`${host.origin}/`);
  const failure = page.getByRole("main").getByRole("alert").filter({ hasText: "playground-worker.js" });
  await expect(failure).toBeVisible();
  await click(page, "Send");
  await expect(getSummary(page)).toHaveText("No answer");
  serveFolder(host, built);
  await click(page, "Try again");
  await expect(failure).toBeHidden();
  await click(page, "Send");
  await expect(getAnswer(page)).toContainText("Hello World");
});

test("a killed worker is not noticed", async ({ page, host, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium lets a test end a worker");
  await open(page, host);
  await killWorker(page);
  await click(page, "Send");
  await expect(getAnswer(page)).toContainText("Hello World");
  await killWorker(page);
  await replaceCode(page, toCode('"hello-world": () => "Reborn"'));
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getAnswer(page)).toHaveText("Reborn");
});
