import { killWorker } from "./fixtures.js";
import {
  click,
  expect,
  getAnswer,
  getEditor,
  getFunctions,
  getProblem,
  getState,
  getSummary,
  getUrl,
  open,
  replaceCode,
  send,
  serveFolder,
  test,
  toCode,
} from "./playground/fixtures.js";
import { end } from "./server.js";

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("code, a request and its answer are there at once, without a word on the console", async ({
  page,
  host,
}) => {
  const words: string[] = [];
  page.on("console", (message) => words.push(message.text()));
  page.on("pageerror", (error) => words.push(error.message));
  await page.goto(`${host.origin}/`);
  await expect(getAnswer(page)).toContainText('"message": "Hello World"');
  await expect(getSummary(page)).toContainText("200 OK");
  await expect(getSummary(page)).toContainText("application/json");
  await expect(page.getByText("The code of this page answered")).toBeVisible();
  await expect(page.locator(".cm-editor")).toBeVisible();
  expect(words).toEqual([]);
});

test("deploying replaces what answers", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, toCode('"hello-world": () => "Edited"'));
  await expect(getState(page)).toHaveText("Edited");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(getState(page)).toHaveText("Deployed");
  await send(page);
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
  await expect(getUrl(page)).toHaveValue("/playground/apps/other/hi/");
  await expect(getFunctions(page).getByRole("button")).toHaveText(["hi"]);
});

test("no request is lost while its service is deployed again", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(
    page,
    toCode('slow: () => new Promise((end) => { globalThis.end = end; }), n: () => "old"'),
  );
  await click(page, "Deploy");
  await expect(getFunctions(page).getByRole("button")).toHaveText(["slow", "n"]);
  const slow = page.evaluate(async () => (await fetch("playground/apps/hello-functions/slow")).text());
  await page.waitForFunction(() => "end" in globalThis);
  const statuses = page.evaluate(async () => {
    const seen: string[] = [];
    while (!seen.includes("new")) {
      const answer = await fetch("playground/apps/hello-functions/n");
      seen.push(answer.ok ? await answer.text() : String(answer.status));
    }
    return [...new Set(seen)];
  });
  await replaceCode(page, toCode('slow: () => "other", n: () => "new"'));
  await click(page, "Deploy");
  expect(await statuses).toEqual(["old", "new"]);
  await page.evaluate(() => Reflect.get(globalThis, "end")("begun before"));
  expect(await slow).toBe("begun before");
});

test("a click on a function puts it into the request", async ({ page, host }) => {
  await open(page, host);
  await expect(getFunctions(page).getByRole("button")).toHaveText(["hello-world", "index"]);
  await click(page, "index");
  await expect(getUrl(page)).toHaveValue("/playground/apps/hello-functions/");
  await send(page);
  await expect(getAnswer(page)).toHaveText("Home page");
});

test("services of other tabs come and go", async ({ page, host, context }) => {
  await open(page, host);
  const other = await context.newPage();
  await open(other, host);
  await expect(getFunctions(page)).toContainText("in another tab");
  await other.close();
  await expect(getFunctions(page)).not.toContainText("in another tab");
});

test("the link opens the answer in a new tab", async ({ page, host, context }) => {
  await open(page, host);
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Open" }).click();
  const tab = await opened;
  await expect(tab.locator("body")).toContainText('{"message":"Hello World"}');
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
  await expect(page.getByText("works offline")).toBeVisible();
  await host.close();
  await page.reload();
  await expect(getAnswer(page)).toContainText("Hello World");
  await expect(page.locator(".cm-editor")).toBeVisible();
  await replaceCode(
    page,
    `import { Hono } from "hono";
    const app = new Hono().get("*", (c) => c.text("Offline" as string));
    export default { id: "app", type: "fetch", config: { visibility: "public" }, fetch: app.fetch }`,
  );
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getAnswer(page)).toHaveText("Offline");
});

test("it works in a folder of a static host", async ({ page, host, built }) => {
  serveFolder(host, built, "/docs/play/");
  await open(page, host, "/docs/play/");
  await expect(getUrl(page)).toHaveValue("/docs/play/playground/apps/hello-functions/hello-world/");
  await send(page);
  await expect(getAnswer(page)).toContainText("Hello World");
});

test("the keyboard alone is enough", async ({ page, host }) => {
  await open(page, host);
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const stops = [
    button("Examples"),
    button("Share"),
    page.getByRole("tab", { name: "hello.ts" }),
    button("New service"),
    button("More"),
    getEditor(page),
    button("Deploy"),
    button("hello-world"),
    button("index"),
  ];
  for (const stop of stops) {
    await page.keyboard.press("Tab");
    await expect(stop).toBeFocused();
  }
  await page.keyboard.press("Enter");
  for (const stop of [page.getByLabel("Method"), getUrl(page)]) {
    await page.keyboard.press("Tab");
    await expect(stop).toBeFocused();
  }
  await page.keyboard.press("Enter");
  await expect(getAnswer(page)).toHaveText("Home page");
  await page.getByRole("tab", { name: "Body" }).focus();
  for (const key of ["ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
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
  await expect(getSummary(page)).toHaveText("Not sent");
  serveFolder(host, built);
  await click(page, "Try again");
  await expect(failure).toBeHidden();
  await send(page);
  await expect(getAnswer(page)).toContainText("Hello World");
});

test("a killed worker is not noticed", async ({ page, host, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium lets a test end a worker");
  await open(page, host);
  await killWorker(page);
  await replaceCode(page, toCode('"hello-world": () => "Reborn"'));
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getAnswer(page)).toHaveText("Reborn");
});
