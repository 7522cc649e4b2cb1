import {
  test as base,
  type Fixtures,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
} from "@playwright/test";
import { Report } from "./report.js";
import { type Serve, Serving } from "./serve.js";

/** What `test` has more than Playwright's own. */
export interface TabserveFixtures {
  /** Serves functions to the pages under test. */
  readonly serve: Serve;
}

/** For a `test.extend` of one's own: `base.extend(fixtures)`. */
export const fixtures: Fixtures<
  TabserveFixtures,
  object,
  PlaywrightTestArgs & PlaywrightTestOptions,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions
> = {
  serve: async ({ context, baseURL, channel, launchOptions }, use, testInfo) => {
    const report = new Report(testInfo, (title, run) => base.step(title, run, { box: true }));
    const isBlind = (channel ?? launchOptions.channel ?? "").startsWith("moz-");
    const serving = new Serving(context, { baseURL, report, isBlind });
    await use(serving.toServe());
    await serving.close();
  },
};

/** Playwright's `test` with a `serve` fixture. */
export const test = base.extend<TabserveFixtures>(fixtures);
