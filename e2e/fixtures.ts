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
  await connectHere(page, options);
}

/** The same, for the page as it is. */
export function connectHere(page: Page, options: ConnectOptions = {}): Promise<void> {
  return page.evaluate(
    async (options) => {
      const path = "/lib/tabserve.js";
      const { connect } = (await import(path)) as typeof import("../src/index.js");
      globalThis.api = await connect(options);
    },
    options as Record<string, string>,
  );
}

/** Leads this page's requests past every worker, or not any more. Chromium's protocol alone has a way. */
export async function openBypass(page: Page): Promise<(isPast: boolean) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  return async (isPast) => {
    await session.send("Network.setBypassServiceWorker", { bypass: isPast });
  };
}

/** Ends the worker of this page's scope as the browser does when it needs memory, and waits until it is gone. */
export async function killWorker(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("ServiceWorker.enable");
  const stopped = new Promise<void>((resolve) => {
    session.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
      const states = versions.map(({ runningStatus }) => runningStatus);
      // Under traffic the next life may begin before anybody is told that the last one ended.
      if (states.length > 0 && (states.every((state) => state === "stopped") || states.includes("starting")))
        resolve();
    });
  });
  await session.send("ServiceWorker.stopAllWorkers");
  await stopped;
  await session.detach();
}

/**
 * Asks for the moment at which a page ends, by another's clock: when the browser frees a lock of it, as it frees those that the
 * worker watches. What comes after that is ours; how long the browser takes before is not.
 */
export async function watchEnd(page: Page, witness: Page): Promise<() => Promise<number>> {
  await page.evaluate(
    () =>
      new Promise<void>((held) => {
        const hold = () => new Promise<void>(() => held());
        navigator.locks.request("witness", hold).catch(() => {}); // it goes with the page
      }),
  );
  const end = await witness.evaluateHandle(() => ({
    at: navigator.locks.request("witness", () => performance.timeOrigin + performance.now()),
  }));
  return () => end.evaluate(({ at }) => at);
}

/** Crashes the page's renderer; resolves when it is gone. */
export async function crashPage(page: Page): Promise<void> {
  const crashed = page.waitForEvent("crash");
  const session = await page.context().newCDPSession(page);
  session.send("Page.crash").catch(() => {}); // never answers: the target is gone
  await crashed;
}

/** What a page sees of an answer. */
export interface Seen {
  readonly status: number;
  readonly body: string;
  /** `x-tabserve-error` */
  readonly error: string | null;
  readonly headers: Record<string, string>;
}

/** A `fetch` made by the page. */
export function fetchIn(page: Page, path: string, init: RequestInit = {}): Promise<Seen> {
  return page.evaluate(
    async ([path, init]) => {
      const response = await fetch(path, init);
      return {
        status: response.status,
        body: await response.text(),
        error: response.headers.get("x-tabserve-error"),
        headers: Object.fromEntries(response.headers),
      };
    },
    [path, init] as const,
  );
}
