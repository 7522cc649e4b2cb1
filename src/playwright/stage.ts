import type { BrowserContext, Request as PlaywrightRequest, Route } from "@playwright/test";
import type { ServiceInfo } from "../protocol.js";
import { BodyCarrier } from "./bodies.js";
import type { CallEntry } from "./call.js";
import { deliver } from "./deliver.js";
import { answerRoute, type Outcome, type Surroundings } from "./exchange.js";
import { Loopback } from "./loopback.js";
import { type Place, toKey, toPattern } from "./place.js";
import type { Report } from "./report.js";
import { readBody } from "./request.js";
import { type Found, type Served, Site } from "./site.js";

/** Everything that is served to the pages of one browser context. */
export class Stage {
  readonly #context: BrowserContext;
  readonly #report: Report;
  /** By place. */
  readonly #sites = new Map<string, Site>();
  readonly #running = new Map<PlaywrightRequest, CallEntry>();
  readonly #surroundings: Surroundings;
  readonly #carrier: BodyCarrier | undefined;
  #loopback: Loopback | undefined;

  /** @param isBlind whether the browser tells Playwright no bodies of requests */
  constructor(context: BrowserContext, report: Report, isBlind: boolean) {
    this.#context = context;
    this.#report = report;
    this.#carrier = isBlind ? new BodyCarrier(context) : undefined;
    this.#surroundings = {
      context,
      find: (url) => this.#find(url),
      readBody: (route) => readBody(route.request(), this.#carrier),
      onStart: (entry) => this.#onStart(entry),
      onCall: (entry) => report.onCall(entry),
    };
    context.on("requestfailed", this.#onFailed);
  }

  /** @throws {TabserveError} `bad-service` */
  async serve(definition: unknown, place: Place, served: Served): Promise<ServiceInfo> {
    const key = toKey(place);
    const known = this.#sites.get(key);
    const site = known ?? new Site(place, (entry, error) => this.#report.onError(entry, error));
    const info = await site.serve(definition, served);
    this.#sites.set(key, site);
    if (known) return info;
    await this.#carrier?.carry(toPattern(place));
    await this.#context.route(toPattern(place), this.#onRoute);
    return info;
  }

  async stop(place: Place, workspace: string, id: string): Promise<void> {
    await this.#sites.get(toKey(place))?.stop(workspace, id);
  }

  /** Ends every call; nothing is served any more. */
  async close(): Promise<void> {
    this.#context.off("requestfailed", this.#onFailed);
    for (const site of this.#sites.values())
      await this.#context.unroute(toPattern(site.place), this.#onRoute).catch(() => {}); // closed meanwhile
    for (const entry of this.#running.values()) entry.controller.abort();
    for (const site of this.#sites.values()) site.close();
    this.#loopback?.close();
  }

  /** What says more about its URLs goes first. */
  #find(url: URL): Found | undefined {
    const sites = [...this.#sites.values()].sort((a, b) => toRank(b.place) - toRank(a.place));
    for (const site of sites) {
      const found = site.find(url);
      if (found) return found;
    }
    return undefined;
  }

  readonly #onRoute = async (route: Route): Promise<void> => {
    const url = new URL(route.request().url());
    const found = this.#find(url);
    if (!found) return route.fallback();
    await this.#report.step(`serve ${route.request().method()} ${url.pathname}`, async () => {
      const outcome = await this.#answer(route, found);
      if (outcome) await this.#deliver(route, outcome);
      return outcome?.entry.error;
    });
  };

  /** @returns `undefined` when the route is done with */
  async #answer(route: Route, found: Found): Promise<Outcome | undefined> {
    try {
      const outcome = await answerRoute(route, found, this.#surroundings);
      if (!outcome) await route.fallback();
      return outcome;
    } catch (error) {
      await this.#giveUp(route, error);
      return undefined;
    } finally {
      this.#running.delete(route.request());
    }
  }

  async #deliver(route: Route, { response, found }: Outcome): Promise<void> {
    try {
      const timeout = found.service?.timeout ?? 0;
      await deliver(route, response, { loopback: this.#findLoopback(route), timeout });
    } catch (error) {
      await this.#giveUp(route, error);
    }
  }

  /** The browser never waits for what does not come. A request that the page gave up has nobody to be told. */
  async #giveUp(route: Route, error: unknown): Promise<void> {
    const isGone = route.request().failure() !== null;
    await route.abort().catch(() => {}); // its page is gone, most often
    if (!isGone) this.#report.onProblem(route.request(), error);
  }

  #onStart(entry: CallEntry): void {
    this.#running.set(entry.request, entry);
    if (entry.request.failure()) entry.controller.abort(); // given up before anybody could be told
  }

  readonly #onFailed = (request: PlaywrightRequest): void => {
    this.#running.get(request)?.controller.abort();
  };

  /** Only Chromium takes a stream from another address than it asks, and only of the same protocol (measured). */
  #findLoopback(route: Route): Loopback | undefined {
    const isChromium = this.#context.browser()?.browserType().name() === "chromium";
    if (!isChromium || !route.request().url().startsWith("http:")) return undefined;
    this.#loopback ??= new Loopback();
    return this.#loopback;
  }
}

/** The origin, then the grammar, then the length of the path. */
function toRank({ origin, isMount, base }: Place): number {
  return (origin === undefined ? 0 : 20_000) + (isMount ? 0 : 10_000) + base.length;
}
