import { setTimeout } from "node:timers/promises";
import { type Browser, type CDPSession, chromium, firefox } from "@playwright/test";
import { type Engine, toLaunchOptions } from "../browsers.js";
import type { Bench } from "./page/page.js";
import { PageSession } from "./page-session.js";

/** A page as the driver holds it. */
export interface Tab {
  /** Calls a function of the page's {@link Bench}. */
  run<Name extends keyof Bench>(name: Name, ...args: Parameters<Bench[Name]>): ReturnType<Bench[Name]>;
  /** Kills the page's worker and waits for its end; only where {@link BenchBrowser.canKill}. */
  kill(): Promise<void>;
}

export interface BenchBrowser {
  readonly version: string;
  readonly canKill: boolean;
  /** An empty profile with one page for each URL; what it returns closes them all. */
  openAll(urls: readonly string[]): Promise<{ tabs: Tab[]; close(): Promise<void> }>;
  close(): Promise<void>;
}

export async function launch(engine: Engine): Promise<BenchBrowser> {
  const { args = [], ...options } = toLaunchOptions(engine);
  if (engine === "firefox") return toFirefox(await firefox.launch(options));
  const browser = await chromium.launch({ ...options, args: [...args, "--js-flags=--expose-gc"] });
  return toChromium(browser, await browser.newBrowserCDPSession());
}

/** Evaluates an expression in a page, awaits it, and returns it by value. */
type Evaluate = (expression: string) => Promise<unknown>;

async function toTab(evaluate: Evaluate, kill: Tab["kill"]): Promise<Tab> {
  await waitForScript(evaluate);
  return {
    run: (name, ...args) =>
      evaluate(`bench.${name}(...${JSON.stringify(args)})`) as ReturnType<Bench[typeof name]>,
    kill,
  };
}

/** A page that is still loading has no `bench`, and now and then no context to evaluate in. */
async function waitForScript(evaluate: Evaluate): Promise<void> {
  const end = Date.now() + 20_000;
  while ((await evaluate("typeof bench").catch(() => "")) !== "object") {
    if (Date.now() > end) throw new Error("A page did not load its script within 20 s");
    await setTimeout(20);
  }
}

function toFirefox(browser: Browser): BenchBrowser {
  const kill = () => Promise.reject(new Error("Firefox has no way to kill a worker"));
  return {
    version: `Firefox ${browser.version()}`,
    canKill: false,
    async openAll(urls) {
      const context = await browser.newContext();
      const tabs: Tab[] = [];
      for (const url of urls) {
        const page = await context.newPage();
        await page.goto(url);
        const evaluate = async (expression: string) => {
          await page.bringToFront();
          return page.evaluate(expression);
        };
        tabs.push(await toTab(evaluate, kill));
      }
      return { tabs, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}

/**
 * Playwright inspects every page and worker of the contexts it knows: each request then costs a quarter more, and no
 * worker ever sleeps. It lets go of what it does not know, so the pages open in a browser context made without it.
 */
function toChromium(browser: Browser, session: CDPSession): BenchBrowser {
  return {
    version: `Chromium ${browser.version()}`,
    canKill: true,
    async openAll(urls) {
      const { browserContextId } = await session.send("Target.createBrowserContext");
      const tabs: Tab[] = [];
      for (const url of urls) {
        // A window each: the renderers of hidden tabs run at a lower priority.
        const { targetId } = await session.send("Target.createTarget", {
          url,
          browserContextId,
          newWindow: true,
        });
        const page = await PageSession.attach(session, targetId);
        tabs.push(
          await toTab(
            (expression) => page.evaluate(expression),
            () => page.killWorker(url),
          ),
        );
      }
      return {
        tabs,
        close: async () => {
          await session.send("Target.disposeBrowserContext", { browserContextId });
        },
      };
    },
    close: () => browser.close(),
  };
}
