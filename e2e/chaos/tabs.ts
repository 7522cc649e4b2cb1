import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, CDPSession } from "@playwright/test";
import type { Commands } from "./page.js";
import { Target } from "./target.js";

/**
 * A browser context that Playwright does not know: in its own it keeps every page focused, so that none freezes, and
 * inspects every worker, so that none sleeps.
 */
export class Tabs {
  readonly #browser: CDPSession;
  readonly #contextId: string;
  readonly #url: string;

  private constructor(browser: CDPSession, contextId: string, url: string) {
    this.#browser = browser;
    this.#contextId = contextId;
    this.#url = url;
  }

  static async open(browser: Browser, url: string): Promise<Tabs> {
    const session = await browser.newBrowserCDPSession();
    const { browserContextId } = await session.send("Target.createBrowserContext");
    return new Tabs(session, browserContextId, url);
  }

  async openTab(): Promise<Tab> {
    const { targetId } = await this.#browser.send("Target.createTarget", {
      url: "about:blank",
      browserContextId: this.#contextId,
    });
    const tab = new Tab(await Target.attach(this.#browser, targetId), this.#browser);
    await tab.load("Page.navigate", { url: this.#url });
    return tab;
  }

  /** The running worker, inspected: from here to `detach` the browser never ends it. */
  async attachWorker(): Promise<Target> {
    const { targetInfos } = await this.#browser.send("Target.getTargets");
    const isOurs = (info: { type: string; browserContextId?: string }) =>
      info.type === "service_worker" && info.browserContextId === this.#contextId;
    const worker = targetInfos.find(isOurs);
    if (!worker) throw new Error("No worker is running");
    return Target.attach(this.#browser, worker.targetId);
  }

  async close(): Promise<void> {
    await this.#browser.send("Target.disposeBrowserContext", { browserContextId: this.#contextId });
    await this.#browser.detach();
  }
}

/** A page of the run. */
export class Tab {
  readonly target: Target;
  readonly #browser: CDPSession;
  #isWatching = false;

  constructor(target: Target, browser: CDPSession) {
    this.target = target;
    this.#browser = browser;
  }

  run<Name extends keyof Commands>(
    name: Name,
    ...args: Parameters<Commands[Name]>
  ): Promise<Awaited<ReturnType<Commands[Name]>>> {
    const expression = `commands.${name}(...${JSON.stringify(args)})`;
    return this.target.evaluate(expression) as Promise<Awaited<ReturnType<Commands[Name]>>>;
  }

  /** Resolves when the new document has run its script. */
  async load(method: "Page.navigate" | "Page.reload", params: object = {}): Promise<void> {
    await this.target.send("Page.enable");
    const loaded = this.#next("Page.loadEventFired");
    await this.target.send(method, params);
    await loaded;
  }

  freeze(isFrozen: boolean): Promise<unknown> {
    return this.target.send("Page.setWebLifecycleState", { state: isFrozen ? "frozen" : "active" });
  }

  /** Resolves when the renderer is gone; the tab is closed then, too. */
  async crash(): Promise<void> {
    const crashed = this.#next("Inspector.targetCrashed");
    this.target.send("Page.crash").catch(() => {}); // never answers
    await crashed;
    await this.close();
  }

  async close(): Promise<void> {
    await this.#browser.send("Target.closeTarget", { targetId: this.target.id });
    await this.target.detach();
  }

  /** Ends the worker as the browser does when it needs memory; resolves when it is gone. */
  async killWorker(): Promise<void> {
    if (!this.#isWatching) await this.target.send("ServiceWorker.enable");
    this.#isWatching = true;
    const stopped = new Promise<void>((resolve) => {
      const off = this.target.on("ServiceWorker.workerVersionUpdated", (params) => {
        const { versions } = params as { versions: { runningStatus: string }[] };
        if (versions.some(({ runningStatus }) => runningStatus !== "stopped")) return;
        off();
        resolve();
      });
    });
    await this.target.send("ServiceWorker.stopAllWorkers");
    await Promise.race([stopped, sleep(1_000)]); // one that slept already tells nothing
  }

  #next(method: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No ${method} within 30 s`)), 30_000);
      const off = this.target.on(method, () => {
        clearTimeout(timer);
        off();
        resolve();
      });
    });
  }
}
