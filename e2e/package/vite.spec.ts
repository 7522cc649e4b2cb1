import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type App, edit, expect, test } from "./app.js";

/** What the page shows when its function has answered. */
const expectAnswer = (page: Page) => expect(page.locator("body")).toHaveText("first");

const getWorker = (page: Page) => page.evaluate(() => navigator.serviceWorker.controller?.scriptURL);

const getText = (page: Page, path: string) => page.evaluate(async (path) => (await fetch(path)).text(), path);

for (const base of ["/", "/sub/"]) {
  test(`answers in development, at ${base}`, async ({ installed, page }) => {
    const { url } = await installed.serve({ base });
    await page.goto(url);
    await expectAnswer(page);
    expect(await getWorker(page)).toBe(`${url}tabserve-worker.js`);
  });

  test(`answers in the preview of the build, at ${base}`, async ({ installed, page }) => {
    const url = await installed.preview(await installed.build({ base }), { base });
    await page.goto(url);
    await expectAnswer(page);
    expect(await getWorker(page)).toBe(`${url}tabserve-worker.js`);
  });
}

test("a build with a relative base finds its worker from any page of any folder", async ({ app, page }) => {
  mkdirSync(join(app.folder, "deep/page"), { recursive: true });
  const html = readFileSync(join(app.folder, "index.html"), "utf8");
  writeFileSync(join(app.folder, "deep/page/index.html"), html.replace("/src/main.ts", "/src/functions.ts"));
  const outDir = await app.build({
    base: "./",
    build: {
      rolldownOptions: {
        input: ["index.html", "deep/page/index.html"].map((file) => join(app.folder, file)),
      },
    },
  });
  cpSync(outDir, join(app.folder, "public/some/folder"), { recursive: true });
  const url = await app.preview(join(app.folder, "public"));
  await page.goto(`${url}some/folder/deep/page/`);
  await expect.poll(() => getWorker(page)).toBe(`${url}some/folder/tabserve-worker.js`);
  await page.goto(`${url}some/folder/`);
  await expectAnswer(page);
});

test("a build whose files are on another origin takes the worker from the page's own", async ({
  installed,
  page,
}) => {
  const base = "https://cdn.example/v1/";
  const outDir = await installed.build({ base });
  await page.route(`${base}**`, (route) =>
    route.fulfill({
      path: join(outDir, route.request().url().slice(base.length)),
      headers: { "access-control-allow-origin": "*" },
    }),
  );
  const url = await installed.preview(outDir);
  await page.goto(url);
  await expectAnswer(page);
  expect(await getWorker(page)).toBe(`${url}tabserve-worker.js`);
});

const getBuild = async (page: Page) => JSON.parse(await getText(page, "/.tabserve/apps/loop")).build;

/** Installs another version of the package, as far as a browser can tell. */
function update(app: App, from: string, to: string): void {
  const dist = join(app.folder, "node_modules/tabserve/dist");
  for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" }))
    if (file.endsWith(".js"))
      edit(app, join("node_modules/tabserve/dist", file), (code) => code.replaceAll(from, to));
  const locked = "node_modules/.package-lock.json";
  const lock = readFileSync(join(app.folder, locked), "utf8");
  rmSync(join(app.folder, locked)); // a link into the app that everybody uses
  writeFileSync(join(app.folder, locked), `${lock}\n`);
}

test("another version of the package brings its worker when the page is loaded again", async ({
  app,
  page,
}) => {
  const first = await app.serve();
  await page.goto(first.url);
  await expectAnswer(page);
  const build = await getBuild(page);
  await page.goto("about:blank"); // Vite's own script would reload the page when the server is back, in the middle of our visit
  await first.close();
  update(app, build, "000000000000");
  await app.serve({ server: { port: Number(new URL(first.url).port), strictPort: true } });
  await page.goto(first.url);
  await expectAnswer(page);
  expect(await getBuild(page)).toBe("000000000000");
});

test("another worker takes over although the page is the same", async ({ app, page }) => {
  const { url } = await app.serve();
  await page.goto(url);
  await expectAnswer(page);
  const build = await getBuild(page);
  edit(app, "node_modules/tabserve/dist/tabserve-worker.js", (code) =>
    code.replaceAll(build, "000000000000"),
  );
  await page.reload(); // makes the browser look for another one, some time
  await expect.poll(() => getText(page, "/.tabserve/apps/loop")).toContain("000000000000");
});

/** Gives the app a worker of its own, which answers `/own` itself. */
function addWorker(app: App): void {
  writeFileSync(
    join(app.folder, "src/worker.js"),
    `import { createHost } from "tabserve/worker";
    createHost().listen();
    addEventListener("install", () => skipWaiting());
    addEventListener("fetch", (event) => {
      if (event.request.url.endsWith("/own"))
        event.respondWith(Response.json({ text: "one", files: self.__WB_MANIFEST.map(({ url }) => url) }));
    });`,
  );
  edit(app, "vite.config.ts", (code) => code.replace("tabserve()", 'tabserve({ worker: "src/worker.js" })'));
}

test("a worker of the app's own is served, and changes under the open page when it is edited", async ({
  app,
  page,
}) => {
  addWorker(app);
  await page.goto((await app.serve()).url);
  await expectAnswer(page);
  expect(JSON.parse(await getText(page, "/own"))).toEqual({ text: "one", files: [] });
  edit(app, "src/worker.js", (code) => code.replace("one", "two"));
  await expect.poll(() => getText(page, "/own")).toContain("two");
  expect(await getText(page, "/demo/apps/hello/")).toBe("first");
});

test("a worker of the app's own is built, with the list of the built files", async ({ app, page }) => {
  addWorker(app);
  await page.goto(await app.preview(await app.build()));
  await expectAnswer(page);
  const { files } = JSON.parse(await getText(page, "/own"));
  expect(files).toContain("index.html");
  expect(files).toContainEqual(expect.stringMatching(/^assets\/index-.+\.js$/));
});
