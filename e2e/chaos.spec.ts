import { runChaos } from "./chaos/chaos.js";
import { formatResult } from "./chaos/summary.js";
import { expect, test } from "./fixtures.js";

test("every request ends as promised while tabs and worker end at random, for 15 s", async ({
  browser,
  browserName,
}) => {
  test.skip(browserName !== "chromium", "only Chromium's protocol kills workers, crashes and freezes pages");
  test.setTimeout(120_000);
  const result = await runChaos(browser, { seed: 7, seconds: 15 });
  expect(result.violations, formatResult(result)).toEqual([]);
});
