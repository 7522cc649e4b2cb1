import { startSite } from "./chaos/site.js";
import { Tabs } from "./chaos/tabs.js";
import { expect, test } from "./fixtures.js";

test("a frozen page is gone at once, for safe and unsafe requests, and back at once", async ({
  browser,
  browserName,
}) => {
  test.skip(browserName !== "chromium", "only Chromium's protocol freezes a page");
  const site = await startSite();
  const tabs = await Tabs.open(browser, `${site.origin}/`);
  const [older, newer, caller] = [await tabs.openTab(), await tabs.openTab(), await tabs.openTab()];
  for (const tab of [older, newer, caller]) await tab.run("connect");
  await older.run("provide", "older", 4, false);
  await newer.run("provide", "newer", 4, false);
  const ask = async (method: string) => {
    const expression = `fetch("/local/apps/work/answer", {method: "${method}"}).then(async r => [r.status, await r.text()])`;
    return caller.target.evaluate(expression);
  };
  expect(await ask("GET")).toEqual([200, expect.stringContaining("newer")]);
  await newer.freeze(true);
  for (const method of ["GET", "POST"])
    expect(await ask(method)).toEqual([200, expect.stringContaining("older")]);
  await newer.freeze(false);
  await expect.poll(() => ask("POST")).toEqual([200, expect.stringContaining("newer")]);
  await tabs.close();
  await site.close();
});
