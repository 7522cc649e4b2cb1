import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { test as base, expect } from "@playwright/test";
import { type Engine, toLaunchOptions } from "../browsers.js";
import { INSTALLED, useApp } from "./app.js";
import { type ExampleName, toInstalled } from "./examples.js";

/** What Firefox says of every redirect of a frame that a worker answers, also of a bare worker's; it follows all the same. */
const REDIRECTED = /^Failed to load .*A ServiceWorker intercepted the request/;

/** Serves an example's built files; gives the URL of its page. */
const test = base.extend<{ open: (name: ExampleName, folder?: string) => Promise<string> }>({
  open: async ({ page }, use) => {
    const failures: string[] = [];
    page.on("pageerror", (error) => {
      if (!REDIRECTED.test(error.message)) failures.push(String(error));
    });
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) failures.push(message.text());
    });
    const closing: (() => void)[] = [];
    await use(
      (name, folder = "dist") =>
        new Promise((resolve, reject) => {
          // Files without a bundler are served by that of another app.
          const ended = useApp(name === "static" ? INSTALLED : toInstalled(name), async (app) => {
            const url = await app.preview(join(toInstalled(name), folder));
            await page.goto(url);
            resolve(url);
            await new Promise<void>((close) => closing.push(close));
          });
          ended.catch(reject);
        }),
    );
    for (const close of closing) close();
    expect(failures).toEqual([]);
  },
});

test("vite-vanilla keeps notes, also over a reload", async ({ page, open }) => {
  const url = await open("vite-vanilla");
  const notes = page.getByRole("list", { name: "Notes" }).getByRole("listitem");
  for (const text of ["milk", "bread"]) {
    await page.getByLabel("A new note").fill(text);
    await page.getByRole("button", { name: "Add" }).click();
  }
  await expect(notes).toHaveText([/milk/, /bread/]);
  await page.getByRole("button", { name: "Remove milk" }).click();
  await expect(notes).toHaveText([/bread/]);
  await page.reload();
  await expect(notes).toHaveText([/bread/]);
  const answer = await page.evaluate(async (url) => (await fetch(`${url}local/apps/notes/`)).json(), url);
  expect(answer).toMatchObject([{ text: "bread" }]);
});

test("react shows what its backend has, and changes it", async ({ page, open }) => {
  await open("react");
  await expect(page.getByText("1 to do")).toBeVisible();
  await page.getByLabel("Write a backend").click();
  await expect(page.getByText("0 to do")).toBeVisible();
});

test("hono serves a frame, and a form in it", async ({ page, open }) => {
  await open("hono");
  const shop = page.frameLocator("iframe");
  const solaris = shop.getByRole("listitem").filter({ hasText: "Solaris" });
  await solaris.getByRole("button", { name: "Order" }).click();
  await expect(solaris).toContainText("Solaris (0)");
  await expect(solaris.getByRole("button")).toBeDisabled();
  await expect(shop.getByRole("listitem").filter({ hasText: "Darkness" })).toContainText("(3)");
});

test("sse-dashboard draws events as they come", async ({ page, open }) => {
  await open("sse-dashboard");
  await expect(page.locator("#state")).toContainText("Live from");
  await expect(page.locator("output")).toHaveText(/^\d+ %$/);
  const count = async () => ((await page.locator("polyline").getAttribute("points")) ?? "").split(" ").length;
  await expect.poll(count).toBeGreaterThan(3);
});

test("static shows an image and saves a table that its functions make", async ({ page, open }) => {
  await open("static", "public");
  const chart = page.getByAltText("The numbers as bars");
  await page.getByLabel("Numbers, with commas").fill("3, 6");
  await expect.poll(() => chart.evaluate((image: HTMLImageElement) => image.naturalWidth > 0)).toBe(true);
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "as a table" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("bars.csv");
  expect(readFileSync(await saved.path(), "utf8")).toBe("place,value\r\n1,3\r\n2,6");
});

test("pwa answers without a server, in a browser that was started again", async ({
  playwright,
  browserName,
}, info) => {
  const launch = () =>
    playwright[browserName].launchPersistentContext(
      info.outputPath("profile"),
      toLaunchOptions(browserName as Engine),
    );
  const first = await launch();
  let url = "";
  await useApp(toInstalled("pwa"), async (app) => {
    url = await app.preview(join(toInstalled("pwa"), "dist"));
    const [page = await first.newPage()] = first.pages();
    await page.goto(url);
    await expect(page.getByRole("status")).toHaveText("Ready: works without a network from now on.");
    await page.getByLabel("What to buy").fill("bread & butter");
    await page.getByRole("button", { name: "Add" }).click();
    await expect(page.getByRole("listitem")).toHaveText(["bread & butter"]);
    await first.close();
  });
  const second = await launch();
  const [page = await second.newPage()] = second.pages();
  await page.goto(`${url}local/apps/list/`);
  await expect(page.getByRole("listitem")).toHaveText(["bread & butter"]);
  await page.getByRole("link", { name: "Add another" }).click();
  await page.getByLabel("What to buy").fill("jam");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("listitem")).toHaveText(["bread & butter", "jam"]);
  await second.close();
});

test("playwright passes its tests", async ({ browserName }) => {
  const cwd = toInstalled("playwright");
  // The browsers of this machine, and a port that is free.
  const config = `${browserName}.config.ts`;
  const use = { browserName, launchOptions: toLaunchOptions(browserName as Engine) };
  writeFileSync(
    join(cwd, config),
    `import config from "./playwright.config.ts";
    const url = "http://localhost:" + (process.env.PORT ?? "");
    export default {
      ...config,
      use: { baseURL: url, ...${JSON.stringify(use)} },
      webServer: { command: "npx sirv public --port " + process.env.PORT, url },
    };`,
  );
  const PORT = String(20_000 + Math.floor(Math.random() * 20_000));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["node_modules/@playwright/test/cli.js", "test", "--config", config, "--reporter=line"],
    { cwd, env: { ...process.env, PORT } },
  ).catch(({ message, stdout }) => {
    throw new Error(`${message}\n${stdout}`);
  });
  expect(stdout).toContain("2 passed");
});
