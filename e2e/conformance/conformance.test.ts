import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CaseResult } from "./case.js";
import { PAGES, type PageName } from "./cases.js";
import type { EngineBrowser, EngineDriver } from "./engine.js";
import { playwrightDrivers } from "./playwright.js";
import { buildScripts, type Site, startSite } from "./site.js";
import { webkitDriver } from "./webkit.js";

/** Milliseconds without news of a page; it gives up on a case earlier than that. */
const BOUND = 25_000;

const names = Object.keys(PAGES) as PageName[];

let script: string;

beforeAll(async () => {
  script = await buildScripts();
});

for (const driver of [...playwrightDrivers, webkitDriver]) {
  const obstacle = driver.findObstacle();
  if (obstacle) console.warn(`${driver.name} is skipped: ${obstacle}`);
  describe.skipIf(obstacle)(driver.name, () => testEngine(driver));
}

function testEngine(driver: EngineDriver): void {
  const results: CaseResult[] = [];
  let browser: EngineBrowser | undefined;
  let site: Site | undefined;

  beforeAll(async () => {
    site = await startSite(script);
    browser = await driver.launch();
  });

  afterAll(async () => {
    const count = (status: CaseResult["status"]) => results.filter((one) => one.status === status).length;
    console.log(
      `${browser?.version ?? driver.name}: ${count("passed")} passed, ${count("differs")} differ as listed, ${count("failed")} failed`,
    );
    await browser?.close();
    await site?.close();
  });

  for (const page of names) {
    const reason = driver.leftOut[page];
    if (reason) console.warn(`${driver.name} skips the page ${page}: ${reason}`);
    describe.skipIf(reason)(page, () => {
      let problem: unknown;
      beforeAll(() => site && browser?.open(site.toUrl(page)));
      for (const [index, { name }] of PAGES[page].entries())
        test(name, async ({ annotate }) => {
          if (problem || !site || !browser) throw problem; // the page ended earlier
          const result = await waitForResult({ page, index, site, browser }).catch((error) => {
            problem = error;
            throw error;
          });
          results.push(result);
          if (result.status === "differs") await annotate(result.message, "differs");
          expect(result.status === "failed" ? result.message : "").toBe("");
        });
    });
  }
}

interface Wanted {
  readonly page: PageName;
  readonly index: number;
  readonly site: Site;
  readonly browser: EngineBrowser;
}

/** Waits for a case of a page, and does meanwhile what the page wishes for. */
async function waitForResult({ page, index, site, browser }: Wanted): Promise<CaseResult> {
  const begin = performance.now();
  while (performance.now() - begin < BOUND) {
    const result = site.getReport(page)?.results[index];
    if (result) return result;
    const wish = site.takeWish(page);
    if (wish) await browser.endWorker();
    wish?.grant();
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`The page told nothing for ${BOUND} ms`);
}
