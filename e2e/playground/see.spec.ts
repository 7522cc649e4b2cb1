import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import {
  call,
  click,
  expect,
  getAnswer,
  getState,
  open,
  replaceCode,
  send,
  test,
  toCode,
} from "./fixtures.js";

const getRegion = (page: Page) => page.getByRole("region", { name: "What happens" });
const getPanel = (page: Page, name: string) => getRegion(page).getByRole("tabpanel", { name });
const getScene = (page: Page, name: string) => getPanel(page, "Break it").getByRole("region", { name });

/** The parts of the region, by their tabs. */
const PARTS = ["Calls", "Activations", "Latency", "Tabs", "Break it", "Load test"];

const MEMBERS = `
  slow: async (event) => {
    event.log("slowly");
    await new Promise((resolve) => setTimeout(resolve, 80));
    return "done";
  },
  sold: async (event) => {
    event.error("out of pears");
    return { status: 410, body: "Sold out" };
  }`;

async function show(page: Page, part: string): Promise<void> {
  await getRegion(page).getByRole("tab", { name: part, exact: true }).click();
}

/** Opens the playground with two functions. */
async function openWithCode(...[page, host]: Parameters<typeof open>): Promise<void> {
  await open(page, host);
  await replaceCode(page, toCode(MEMBERS));
  await click(page, "Deploy");
  await expect(getState(page)).toHaveText("Deployed");
}

/** The milliseconds beside each part of a call's way, as they are at one moment. */
async function readWay(page: Page): Promise<Record<string, number>> {
  const rows = getPanel(page, "Calls").getByRole("table", { name: "Where the time went" }).getByRole("row");
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent)),
  );
  return Object.fromEntries(texts.map(([part, time]) => [part, toMilliseconds(time ?? "")]));
}

function toMilliseconds(text: string): number {
  const [, number, unit] = /^(?:≈ )?([\d.]+) (ms|s)$/.exec(text) ?? [];
  return Number(number) * (unit === "s" ? 1000 : 1);
}

test("a call's way is shown with the time of each part, and its record with its log is a click away", async ({
  page,
  host,
}) => {
  await openWithCode(page, host);
  await call(page, "hello-functions/slow/");
  await expect(getAnswer(page)).toHaveText("done");
  const parts = [
    ...["To the worker", "Worker finds the provider", "To the provider", "Handler"],
    ...["Back to the worker", "Back to the caller", "Body is read"],
  ];
  await expect.poll(async () => Object.keys(await readWay(page))).toEqual([...parts, "Together"]);
  const { Together: total = 0, ...times } = await readWay(page);
  expect(times.Handler).toBeGreaterThanOrEqual(75);
  const sum = Object.values(times).reduce((sum, time) => sum + time, 0);
  expect(Math.abs(sum - total)).toBeLessThan(total < 1000 ? 2 : 100); // what is shown is rounded
  await click(page, "Record");
  await expect(
    getPanel(page, "Activations").getByRole("heading", { name: "hello-functions/slow" }),
  ).toBeVisible();
  await expect(getPanel(page, "Activations").getByRole("region", { name: "picked" })).toContainText("slowly");
});

test("records are found by text, by status and by function, and latency is told of each function", async ({
  page,
  host,
}) => {
  await openWithCode(page, host);
  await show(page, "Activations");
  const panel = getPanel(page, "Activations");
  const records = panel.getByRole("listbox", { name: "Records" }).getByRole("option");
  const known = await records.count();
  await call(page, "hello-functions/sold/");
  await expect(getAnswer(page)).toHaveText("Sold out");
  await call(page, "hello-functions/slow/");
  await expect(records).toHaveCount(known + 2);
  await panel.getByLabel("Status").selectOption("Errors");
  await expect(records).toHaveCount(1);
  await expect(records).toContainText("410: Sold out");
  await panel.getByLabel("Status").selectOption("Any status");
  await panel.getByLabel("Function").selectOption("hello-functions/slow");
  await expect(records).toHaveCount(1);
  await panel.getByLabel("Function").selectOption("Any function");
  await panel.getByRole("searchbox").fill("OUT OF PEARS");
  await expect(records).toHaveCount(1);
  await panel.getByRole("searchbox").fill("no such word");
  await expect(panel.getByText("No record is like that.")).toBeVisible();
  await panel.getByRole("searchbox").fill("");
  await records.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(records.nth(1)).toBeFocused();
  await expect(panel.getByRole("region", { name: "picked" })).toContainText("out of pears");
  await show(page, "Latency");
  const latency = getPanel(page, "Latency");
  const row = latency.getByRole("row", { name: "hello-functions/sold" });
  await expect(row.getByRole("cell")).toHaveText(["1", "1", /\d/, /\d/, /\d/, /\d/]);
  await latency.getByLabel("What is measured").selectOption({ index: 1 });
  await expect(row.getByRole("cell")).toHaveText(["1", "1", /\d/, /\d/, /\d/, /\d/]);
  await latency.getByLabel("Function").selectOption("hello-functions/slow");
  await expect(latency.getByRole("figure", { name: "Distribution" })).toContainText("1 call:");
});

test("the worker ends while calls go on, and nobody notices", async ({ page, host }) => {
  await open(page, host);
  await show(page, "Break it");
  await click(page, "End the worker");
  const outcome = getScene(page, "End the worker").getByRole("status");
  await expect(outcome).toHaveText(
    /^\d\d calls: all answered, .* Worker (\w{6}) ended, (?!\1)\w{6} answers/,
    {
      timeout: 15_000,
    },
  );
  await send(page);
  await show(page, "Tabs");
  await expect(getPanel(page, "Tabs")).toContainText("playground-worker.js?life=2");
  await expect(getPanel(page, "Tabs")).toContainText(/Starts that this page saw\s*2/);
  await page.reload();
  await send(page);
  await expect(getAnswer(page)).toContainText("Hello World");
});

test("a provider goes in the middle of its calls, and another page answers them; tabs are shown until they close", async ({
  page,
  host,
  context,
}) => {
  await open(page, host);
  await show(page, "Tabs");
  await show(page, "Break it");
  await click(page, "Remove it while it answers");
  const outcome = getScene(page, "Take a provider away").getByRole("status");
  await expect(outcome).toHaveText(
    /^\d\d calls: all answered, .* \d calls? ran in the frame when it went; this tab answered\.$/,
    {
      timeout: 15_000,
    },
  );
  await show(page, "Tabs");
  const news = getPanel(page, "Tabs").getByRole("list", { name: "came and went" });
  await expect(news).toContainText(/relay of page \w{8} came/);
  await expect(news).toContainText(/relay of page \w{8} went/);
  const pages = getPanel(page, "Tabs").getByRole("list", { name: "Pages that answer" });
  await expect(pages).not.toContainText("relay");
  await show(page, "Break it");
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Open one in a tab" }).click();
  await show(page, "Tabs");
  await expect(pages).toContainText("relay");
  await (await opened).close();
  await expect(pages).not.toContainText("relay");
});

test("with the network switched off, functions answer and other requests fail", async ({ page, host }) => {
  await open(page, host);
  await show(page, "Break it");
  const outcome = getScene(page, "Go offline").getByRole("status");
  await click(page, "Switch the network off");
  await expect(outcome).toContainText("The network is off. A request for playground-worker.js was refused.");
  const requests = host.requests.length;
  expect(await page.evaluate(() => fetch("some-file.txt").catch(() => "refused"))).toBe("refused");
  await send(page);
  await expect(getAnswer(page)).toContainText("Hello World");
  expect(host.requests).toHaveLength(requests);
  await click(page, "Switch the network off");
  await expect(outcome).toContainText("A request for playground-worker.js was answered with 200.");
});

test("a load test runs to its end, and another one is cancelled", async ({ page, host }) => {
  await openWithCode(page, host);
  await call(page, "hello-functions/slow/");
  await show(page, "Load test");
  const panel = getPanel(page, "Load test");
  await panel.getByLabel("Calls, up to").fill("0");
  await panel.getByRole("button", { name: "Start" }).click();
  await expect(panel.getByRole("alert")).toHaveText("Calls: “0” is not a whole number from 1 to 20,000.");
  await expect(panel.getByLabel("Calls, up to")).toBeFocused();
  await panel.getByLabel("Calls, up to").fill("60");
  await panel.getByLabel("At a time").fill("20");
  await page.keyboard.press("Enter");
  const state = panel.getByRole("status");
  await expect(state).toHaveText(/^Done in .*: 60 calls, 0 failed\.$/);
  await expect(panel.getByRole("row", { name: "200" })).toContainText("100.0 %");
  await expect(panel.getByRole("figure", { name: "Distribution" })).toContainText("60 calls");
  await panel.getByLabel("Calls, up to").fill("20000");
  await panel.getByRole("button", { name: "Start" }).click();
  await expect(panel.getByRole("progressbar")).toBeVisible();
  await expect(state).toHaveText(/^\d+ of 20,000 calls, \d+ a second$/);
  await panel.getByRole("button", { name: "Cancel" }).click();
  await expect(state).toHaveText(/^Cancelled after .*: \d+ of 20,000 calls\.$/);
  await expect(panel.getByRole("button", { name: "Start" })).toBeFocused();
});

/** Of the dark page only the colours are its own. */
async function listViolations(page: Page, colorScheme: "light" | "dark"): Promise<unknown[]> {
  await page.emulateMedia({ colorScheme });
  const axe = new AxeBuilder({ page }).setLegacyMode().include("#see");
  const { violations } = await (colorScheme === "light" ? axe : axe.withRules("color-contrast")).analyze();
  return violations;
}

test("every part is clean in light and in dark, and the arrow keys reach it", async ({
  page,
  host,
  browserName,
}) => {
  test.skip(
    browserName !== "chromium",
    "the document is the same, and only Chromium takes the test's colours",
  );
  await open(page, host);
  await getRegion(page).getByRole("tab", { name: "Calls" }).focus();
  for (const part of PARTS) {
    await expect(getRegion(page).getByRole("tab", { name: part, exact: true })).toBeFocused();
    await expect(getPanel(page, part)).not.toBeEmpty();
    expect.soft(await listViolations(page, "light"), `${part}, light`).toEqual([]);
    expect.soft(await listViolations(page, "dark"), `${part}, dark`).toEqual([]);
    await page.keyboard.press("ArrowRight");
  }
});

test("without motion the way is told all the same", async ({ page, host, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium takes the test's word that motion is not wanted");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, host);
  await expect(getPanel(page, "Calls").getByRole("rowheader", { name: "Handler" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay" })).toBeHidden();
  await expect(getRegion(page).locator(".dot")).toBeHidden();
});
