import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "@playwright/test";
import { build, preview } from "vite";
import { toLaunchOptions } from "../browsers.js";
import { OUT } from "../build.js";

const ROOT = resolve(OUT, "../..");
const FOLDER = resolve(ROOT, "docs/playground");

const DEVICES: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};

const SCHEMES = ["light", "dark"] as const;

/** Takes the pictures: the first view and an example, on each device, in each colour scheme. */
export async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await build({ root: ROOT, logLevel: "warn" });
  const server = await preview({ root: ROOT, preview: { open: false } });
  const [origin = ""] = server.resolvedUrls?.local ?? [];
  const browser = await chromium.launch(toLaunchOptions("chromium"));
  for (const [device, options] of Object.entries(DEVICES))
    for (const colorScheme of SCHEMES)
      await shoot(browser, { ...options, colorScheme, reducedMotion: "reduce" }, { origin, device });
  await browser.close();
  await server.close();
}

async function shoot(
  browser: Browser,
  options: BrowserContextOptions,
  { origin, device }: { origin: string; device: string },
): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const save = async (name: string) => {
    const path = resolve(FOLDER, `${name}-${device}-${options.colorScheme}.png`);
    await page.screenshot({ path, caret: "initial" });
    console.log(path);
  };
  await page.goto(origin);
  await page.locator("#panel-body").getByText("Hello World").waitFor();
  await page.locator(".cm-editor").waitFor();
  await page.getByRole("rowheader", { name: "Handler" }).waitFor(); // the way of the call is known
  await page.getByText("works offline").waitFor({ state: "attached" });
  await save("first");
  await openExample(page, "Photos");
  await page.getByRole("button", { name: "Upload one" }).click();
  await page.frameLocator("#panel-body iframe").getByRole("heading", { name: "Photos: 1" }).waitFor();
  await page.locator(".see").getByText("photos/upload").first().waitFor();
  await save("photos");
  await context.close();
}

async function openExample(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "Examples" }).click();
  await page.getByRole("dialog").getByRole("button", { name: title }).click();
}
