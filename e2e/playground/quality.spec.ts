import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { click, expect, getAnswer, getProblem, getUrl, open, openExample, test } from "./fixtures.js";

/** Gzipped bytes that a first answer may cost, before the code editor is needed. */
const BUDGET = 200_000;

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("the first answer costs at most 200 kB, gzipped", async ({ page, host, built }) => {
  await page.route(/code-mirror/, (route) => route.abort());
  await page.goto(`${host.origin}/`);
  await expect(getAnswer(page)).toContainText("Hello World");
  const paths = await page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname),
  );
  const files = ["/index.html", "/playground-worker.js", ...paths].filter((path) => !path.includes("/apps/"));
  const sizes = [...new Set(files)]
    .filter((path) => !path.includes("code-mirror"))
    .map((path) => gzipSync(readFileSync(resolve(built, `.${path}`)), { level: 9 }).byteLength);
  expect(sizes.length).toBeGreaterThan(5);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(BUDGET);
});

async function findViolations(page: Page): Promise<string[]> {
  // What is in a preview is somebody else's page.
  const builder = new AxeBuilder({ page })
    .setLegacyMode()
    .exclude("iframe")
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

/** Each colour scheme and each end of the widths. */
const LOOKS = [
  { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { colorScheme: "dark", viewport: { width: 360, height: 740 } },
] as const;

for (const look of LOOKS)
  test(`axe finds nothing, ${look.colorScheme}, ${look.viewport.width} pixels wide`, async ({
    page,
    host,
    browserName,
  }) => {
    test.skip(browserName !== "chromium", "axe judges the same page in both");
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await page.setViewportSize(look.viewport);
    await open(page, host);
    const check = async (state: string) => expect(await findViolations(page), state).toEqual([]);
    await check("a first answer");
    await click(page, "Examples");
    await expect(page.getByRole("dialog")).toBeVisible();
    await check("the gallery");
    await page.keyboard.press("Escape");
    await click(page, "Share");
    await expect(page.getByRole("dialog")).toBeVisible();
    await check("sharing");
    await page.keyboard.press("Escape");
    await openExample(page, "Photos");
    await click(page, "Upload one");
    await expect(page.frameLocator("iframe").getByText("Photos: 1")).toBeVisible();
    await getUrl(page).fill("");
    await getUrl(page).pressSequentially("p");
    await expect(page.getByRole("listbox", { name: "URLs" })).toBeVisible();
    await check("a form with a file, and completion");
    await page.keyboard.press("Escape");
    await click(page, "More");
    await expect(page.getByRole("button", { name: "Start over" })).toBeVisible();
    await check("a menu");
    await page.keyboard.press("Escape");
    await openExample(page, "Failures");
    await expect(getProblem(page)).toBeVisible();
    await click(page, "History");
    await expect(page.getByRole("button", { name: /Send GET .*throws again/ })).toBeVisible();
    await check("a failure, and the history");
    await openExample(page, "Clock");
    await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
    await check("a stream");
  });

test("nothing is wider than the page, on a phone, a tablet and a wide screen", async ({ page, host }) => {
  await open(page, host);
  await openExample(page, "Failures");
  await expect(getProblem(page)).toBeVisible();
  for (const width of [360, 768, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    await expect.poll(() => page.evaluate(overflow), `${width} pixels`).toBe(0);
  }
});
