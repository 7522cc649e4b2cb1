import { test as base, mergeTests } from "@playwright/test";
import { expect, library } from "../testing.js";

/** Tests that end as their names say. */

const place = { origin: "http://app.test" };
const index = () => ({ headers: { "content-type": "text/html" }, body: "<title>app</title>" });
const boom = () => {
  throw new Error("boom in a handler");
};

const { test } = library;

const ask = (path: string) => fetch(path).then(({ status }) => status);

test("passes: a handler throws, and the test wants it so", async ({ page, serve }) => {
  await serve({ id: "s", type: "functions", index, boom }, place);
  await page.goto("http://app.test/local/apps/s/");
  expect(await page.evaluate(ask, "boom")).toBe(500);
});

test("fails: a handler expects what is not so", async ({ page, serve }) => {
  const check = () => {
    expect(1, "expected in a handler").toBe(2);
  };
  await serve({ id: "s", type: "functions", index, check }, place);
  await page.goto("http://app.test/local/apps/s/");
  expect(await page.evaluate(ask, "check")).toBe(500);
});

test("fails: the test has a list of the calls", async ({ page, serve }) => {
  await serve({ id: "s", type: "functions", index, boom }, place);
  await page.goto("http://app.test/local/apps/s/");
  expect(await page.evaluate(ask, "bom")).toBe(200);
});

test("passes: a call is under way when the test ends", async ({ page, serve }) => {
  let isCalled = false;
  const hang = () => {
    isCalled = true;
    return new Promise(() => {});
  };
  await serve({ id: "s", type: "functions", index, hang }, place);
  await page.goto("http://app.test/local/apps/s/");
  await page.evaluate(() => void fetch("hang"));
  await expect.poll(() => isCalled).toBe(true);
});

const extended = base.extend(library.fixtures).extend<{ shop: string }>({
  shop: async ({ serve }, use) => {
    const { url } = await serve({ id: "shop", type: "functions", index }, place);
    await use(url);
  },
});

extended("passes: a fixture of one's own serves", async ({ page, shop }) => {
  await page.goto(shop);
  await expect(page).toHaveTitle("app");
});

const merged = mergeTests(library.test, base.extend<{ answer: number }>({ answer: 42 }));

merged("passes: the test is merged with another", async ({ page, serve, answer }) => {
  await serve({ id: "s", type: "functions", index: () => `${answer}` }, place);
  await page.goto("http://app.test/local/apps/s/");
  await expect(page.locator("body")).toHaveText("42");
});
