import { readdirSync, readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { build } from "vite";
import { OUT } from "../build.js";
import { end, startServer, type TestServer } from "../server.js";

export { expect };

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

/** Each test has an origin of its own, whose server it may stop. `built` is the folder of the built playground. */
export const test = base.extend<{ host: TestServer }, { built: string }>({
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

/** @param base path that the folder is served at */
export function serveFolder(server: TestServer, folder: string, base = "/"): void {
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const type = TYPES[extname(file)];
    if (!type) continue;
    const content = readFileSync(resolve(folder, file));
    const paths = file === "index.html" ? [base, `${base}index.html`] : [`${base}${file}`];
    for (const path of paths) server.on(path, (_request, response) => end(response, 200, type, content));
  }
}

export const getAnswer = (page: Page) => page.getByRole("tabpanel", { name: "Body" });
export const getSummary = (page: Page) => page.getByRole("region", { name: "Answer" }).getByRole("status");
export const getServices = (page: Page) => page.getByRole("region", { name: "Services" });
export const getState = (page: Page) => getServices(page).getByRole("status").first();
export const getProblem = (page: Page) => getServices(page).getByRole("alert");
export const getFunctions = (page: Page) => page.getByRole("region", { name: "Functions" });
export const getEditor = (page: Page) => page.getByRole("textbox", { name: "Service code" });
export const getUrl = (page: Page) => page.getByRole("combobox", { name: "URL" });
export const getTabs = (page: Page) => page.getByRole("tablist", { name: "Services" }).getByRole("tab");
export const getTab = (page: Page, name: string): Locator =>
  page.getByRole("tablist", { name: "Services" }).getByRole("tab", { name });
export const click = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Opens the playground and waits until it is at rest. */
export async function open(page: Page, { origin }: TestServer, path = "/"): Promise<void> {
  await page.goto(`${origin}${path}`);
  await expect(getState(page)).toHaveText("Deployed");
  await expect(page.locator(".cm-editor")).toBeVisible();
  await expect(getSummary(page)).toContainText("200 OK");
}

export async function replaceCode(page: Page, code: string): Promise<void> {
  await getEditor(page).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
}

/** Sends what the form holds; resolves when a new answer is there. */
export async function send(page: Page): Promise<void> {
  await click(page, "Send");
}

/** Puts a URL into the form, below the playground's services, and sends it. */
export async function call(page: Page, path: string): Promise<void> {
  await getUrl(page).fill(`/playground/apps/${path}`);
  await send(page);
}

/** A service called `hello-functions` with these members. */
export const toCode = (members: string) =>
  `export default { id: "hello-functions", type: "functions", config: { visibility: "public" }, ${members} }`;

export async function openExample(page: Page, title: string): Promise<void> {
  await click(page, "Examples");
  await page.getByRole("dialog").getByRole("button", { name: title }).first().click();
}
