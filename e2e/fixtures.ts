import { test as base, type Page } from "@playwright/test";
import type { ConnectOptions, Workspace } from "../src/index.js";
import { startServer, type TestServer } from "./server.js";

declare global {
  /** The workspace that {@link connectPage} connected a page to. */
  var api: Workspace;
}

export { expect } from "@playwright/test";

export const test = base.extend<{ site: TestServer }, { server: TestServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  site: async ({ server }, use) => {
    server.reset();
    await use(server);
  },
});

/** Opens a page of the site and connects it; its workspace is `api` in the page from then on. */
export async function connectPage(page: Page, url: string, options: ConnectOptions = {}): Promise<void> {
  await page.goto(url);
  await page.evaluate(
    async (options) => {
      const { connect } = await importTabserve();
      globalThis.api = await connect(options);
      function importTabserve(): Promise<typeof import("../src/index.js")> {
        const path = "/lib/tabserve.js";
        return import(path);
      }
    },
    options as Record<string, string>,
  );
}
