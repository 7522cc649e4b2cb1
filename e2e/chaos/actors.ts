import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "./random.js";
import type { Tab, Tabs } from "./tabs.js";
import { TargetGone } from "./target.js";
import type { Timeline } from "./timeline.js";
import { LIMITS } from "./verdict.js";

/** What all who act share. */
export interface Stage {
  readonly tabs: Tabs;
  readonly timeline: Timeline;
  /** Ends the acting; every actor finishes what it is at. */
  isOver: boolean;
  /** What the library itself refused or left undone. */
  readonly failures: string[];
}

const TIMEOUT = LIMITS.timeout / 1_000;

/** Fates of a connection that leave its page alone. */
const GENTLE = { freeze: 3, disconnect: 2, unregister: 2, overwrite: 3, churn: 2 };
const FATES = { ...GENTLE, reload: 2, crash: 2, close: 2 };

/** A tab that provides, under a new name with every connection. */
export class ProviderActor {
  readonly #stage: Stage;
  readonly #slot: string;
  readonly #random: Random;
  /** Whether the page lives as long as the run: what it gathers is measured. */
  readonly #isLasting: boolean;
  #tab: Tab;
  #connection = 0;

  private constructor(stage: Stage, tab: Tab, { slot, seed, isLasting }: ProviderOptions) {
    this.#stage = stage;
    this.#tab = tab;
    this.#slot = slot;
    this.#random = new Random(seed);
    this.#isLasting = isLasting;
  }

  static async open(stage: Stage, options: ProviderOptions): Promise<ProviderActor> {
    const actor = new ProviderActor(stage, await stage.tabs.openTab(), options);
    await actor.#connect();
    return actor;
  }

  get tab(): Tab {
    return this.#tab;
  }

  get #name(): string {
    return `${this.#slot}.${this.#connection}`;
  }

  /** One fate after the other, until the stage is over; the provider is up again after each. */
  async act(): Promise<void> {
    while (!this.#stage.isOver) {
      await sleep(this.#random.between(200, 2_000));
      if (this.#stage.isOver) return;
      const fate = this.#random.pick(this.#isLasting ? GENTLE : FATES);
      this.#stage.timeline.count(fate);
      try {
        await this[fate as keyof typeof FATES]();
      } catch (error) {
        this.#stage.failures.push(`${fate} fails: ${this.#name} ${error}`);
        await this.#reopen();
      }
    }
  }

  async freeze(): Promise<void> {
    const long = this.#random.chance(0.15);
    const time = long ? this.#random.between(4_000, 8_000) : this.#random.between(100, 2_500);
    const { timeline } = this.#stage;
    timeline.note("freeze", this.#name, `freeze for ${Math.round(time)} ms`);
    await this.#tab.freeze(true);
    await sleep(time);
    await this.#tab.freeze(false);
    await this.#tab.run("wakeWorker"); // it runs again
    await sleep(LIMITS.notice);
    timeline.note("thaw", this.#name, "active again");
    timeline.note("up", this.#name, "thaw");
  }

  async disconnect(): Promise<void> {
    this.#stage.timeline.note("gone", this.#name, "disconnect");
    await this.#tab.run("disconnect");
    await sleep(this.#random.between(0, 500));
    await this.#connect();
  }

  async unregister(): Promise<void> {
    this.#stage.timeline.note("down", this.#name, "unregister");
    await this.#tab.run("withdraw");
    await sleep(this.#random.between(0, 500));
    await this.#provide(false);
  }

  async overwrite(): Promise<void> {
    this.#stage.timeline.note("did", this.#name, "overwrite");
    await this.#provide(true);
  }

  async churn(): Promise<void> {
    this.#stage.timeline.note("did", this.#name, "register and unregister others");
    await this.#tab.run("churn", 3);
  }

  async reload(): Promise<void> {
    this.#stage.timeline.note("gone", this.#name, "reload");
    await this.#tab.load("Page.reload");
    await this.#connect();
  }

  async crash(): Promise<void> {
    this.#stage.timeline.note("gone", this.#name, "crash");
    await this.#tab.crash();
    await this.#reopen();
  }

  async close(): Promise<void> {
    this.#stage.timeline.note("gone", this.#name, "close");
    await this.#tab.close();
    await sleep(this.#random.between(0, 1_000));
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    if (!this.#tab.target.isGone) await this.#tab.close();
    if (this.#stage.timeline.goneAt(this.#name) === undefined)
      this.#stage.timeline.note("gone", this.#name, "given up");
    this.#tab = await this.#stage.tabs.openTab();
    await this.#connect();
  }

  async #connect(): Promise<void> {
    await waitUntilServed(this.#tab, this.#stage);
    await this.#tab.run("connect");
    this.#connection++;
    await this.#provide(false);
  }

  async #provide(overwrite: boolean): Promise<void> {
    await this.#tab.run("provide", this.#name, TIMEOUT, overwrite);
    this.#stage.timeline.note("up", this.#name, overwrite ? "overwritten" : "registered");
  }
}

export interface ProviderOptions {
  readonly slot: string;
  readonly seed: number;
  readonly isLasting: boolean;
}

export interface CallerOptions {
  readonly slot: string;
  readonly seed: number;
  /** Connected pages are members of the workspace. */
  readonly isConnected: boolean;
  readonly isLasting: boolean;
}

/** A tab that calls. */
export class CallerActor {
  readonly #stage: Stage;
  readonly #options: CallerOptions;
  readonly #random: Random;
  #tab: Tab;
  #page = 0;

  private constructor(stage: Stage, tab: Tab, options: CallerOptions) {
    this.#stage = stage;
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#tab = tab;
  }

  static async open(stage: Stage, options: CallerOptions): Promise<CallerActor> {
    const actor = new CallerActor(stage, await stage.tabs.openTab(), options);
    await actor.#prepare();
    return actor;
  }

  get tab(): Tab {
    return this.#tab;
  }

  get #name(): string {
    return `${this.#options.slot}.${this.#page}`;
  }

  start(): Promise<void> {
    return this.#tab.run("startCalling", { caller: this.#name, seed: this.#random.fork(), width: 6 });
  }

  /** @returns whether every request got its outcome */
  async stop(): Promise<void> {
    await this.#tab.run("stopCalling");
  }

  async act(): Promise<void> {
    while (!this.#stage.isOver && !this.#options.isLasting) {
      await sleep(this.#random.between(3_000, 10_000));
      if (this.#stage.isOver) return;
      const fate = this.#random.pick({ reload: 2, crash: 1, close: 1 });
      this.#stage.timeline.count(`${fate} of a caller`);
      this.#stage.timeline.note("left", this.#name, fate);
      await this.#end(fate);
      await this.#prepare();
      await this.start();
    }
  }

  async #end(fate: "reload" | "crash" | "close"): Promise<void> {
    if (fate === "reload") return this.#tab.load("Page.reload");
    await this.#tab[fate]();
    this.#tab = await this.#stage.tabs.openTab();
  }

  async #prepare(): Promise<void> {
    this.#page++;
    await waitUntilServed(this.#tab, this.#stage);
    if (this.#options.isConnected) await this.#tab.run("connect");
  }
}

/**
 * Chromium (156) lets the requests of a page that is loaded while the worker ends pass to the network, for as long as the page
 * lives and although it has a controller; nothing but another load helps.
 */
async function waitUntilServed(tab: Tab, { timeline }: Stage): Promise<void> {
  while (!(await tab.run("isServed"))) {
    timeline.count("load that no worker serves");
    await tab.load("Page.reload");
  }
}

/** Kills the worker, now and then twice in a row. */
export async function killWorkers(stage: Stage, killer: Tab, seed: number): Promise<void> {
  const random = new Random(seed);
  while (!stage.isOver) {
    await sleep(random.chance(0.15) ? random.between(10, 100) : random.between(300, 2_000));
    if (stage.isOver) return;
    stage.timeline.count("kill of the worker");
    stage.timeline.note("kill", "worker", "kill");
    await killer.killWorker().catch((error: unknown) => {
      if (!(error instanceof TargetGone)) throw error;
    });
    stage.timeline.note("did", "worker", "killed");
  }
}
