import { type Browser, chromium, firefox, type Page } from "@playwright/test";
import { type Engine, hasBrowser, toLaunchOptions } from "../browsers.js";
import { killWorker } from "../fixtures.js";
import type { EngineBrowser, EngineDriver } from "./engine.js";

/** The engines that Playwright drives. */
export const playwrightDrivers: readonly EngineDriver[] = [
  { name: "Chromium", engine: "chromium", launcher: chromium, leftOut: {} },
  {
    name: "Firefox",
    engine: "firefox",
    launcher: firefox,
    leftOut: { restart: "its worker ends when idle only; e2e/lifecycle.spec.ts waits for that" },
  },
].map(({ name, engine, launcher, leftOut }) => ({
  name,
  leftOut,
  findObstacle: () => (hasBrowser(engine as Engine) ? undefined : `no ${name} here`),
  launch: async () => toEngineBrowser(name, await launcher.launch(toLaunchOptions(engine as Engine))),
}));

async function toEngineBrowser(name: string, browser: Browser): Promise<EngineBrowser> {
  const context = await browser.newContext();
  let page: Page;
  return {
    version: `${name} ${browser.version()}`,
    async open(url) {
      page = await context.newPage();
      await page.goto(url);
    },
    endWorker: () => killWorker(page),
    close: () => browser.close(),
  };
}
