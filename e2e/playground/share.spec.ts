import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { end } from "../server.js";
import {
  call,
  click,
  expect,
  getAnswer,
  getEditor,
  getServices,
  getState,
  getSummary,
  getTabs,
  getUrl,
  open,
  openExample,
  replaceCode,
  send,
  test,
  toCode,
} from "./fixtures.js";

async function readSharedLink(page: Page): Promise<string> {
  await click(page, "Share");
  const link = page.getByRole("dialog").getByLabel("Link");
  await expect(link).toHaveValue(/#code=/);
  return link.inputValue();
}

const getHeld = (page: Page) => getServices(page).getByRole("region", { name: "Code from a link" });

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("a link brings code and request to another profile, where they run only when that is wanted", async ({
  page,
  host,
  browser,
}) => {
  await open(page, host);
  await replaceCode(page, `globalThis.hasRun = true;\n${toCode('shared: () => "From a friend"')}`);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getAnswer(page)).toHaveText("From a friend");
  const link = await readSharedLink(page);

  const profile = await browser.newContext();
  const other = await profile.newPage();
  await other.goto(link);
  await expect(getEditor(other)).toContainText("From a friend");
  await expect(getUrl(other)).toHaveValue("/playground/apps/hello-functions/shared/");
  await expect(getHeld(other)).toContainText("has not run");
  await send(other);
  await expect(getSummary(other)).toHaveText("Not sent");
  await expect(other.getByRole("button", { name: "Run it" })).toBeFocused();
  await other.reload();
  await expect(getHeld(other)).toContainText("has not run");
  expect(await other.evaluate(() => "hasRun" in globalThis)).toBe(false);
  await click(other, "Run it");
  await expect(getState(other)).toHaveText("Deployed");
  await send(other);
  await expect(getAnswer(other)).toHaveText("From a friend");
  expect(new URL(other.url()).hash).toBe("");
  await profile.close();
});

test("a link leaves what the visitor wrote, and discarding it leaves nothing of it", async ({
  page,
  host,
}) => {
  await open(page, host);
  const link = await readSharedLink(page);
  await page.keyboard.press("Escape");
  await replaceCode(page, toCode('mine: () => "Mine"'));
  await click(page, "Deploy");
  await expect(getState(page)).toHaveText("Deployed");
  await page.goto(link);
  await expect(getTabs(page)).toHaveText([/hello\.ts/, /hello-2\.ts/]);
  await click(page, "Discard it");
  await expect(getTabs(page)).toHaveText([/hello\.ts/]);
  await expect(getEditor(page)).toContainText("Mine");
  await page.reload();
  await expect(getEditor(page)).toContainText("Mine");
  await expect(getHeld(page)).toBeHidden();
});

test("in a frame of another page nobody can be made to run a link's code", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, toCode('trap: () => "Trapped"'));
  const link = await readSharedLink(page);
  await page.evaluate(() => localStorage.clear());
  const text = `<!doctype html><title>Trap</title><iframe src="${link}"></iframe>`;
  host.on("/trap.html", (_request, response) => end(response, 200, "text/html", text));
  await page.goto("about:blank");
  await page.goto(`${host.origin}/trap.html`);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText("Open the link in a tab of its own")).toBeAttached();
  await expect(frame.getByRole("button", { name: "Run it" })).toBeHidden();
});

test("a damaged link says so and changes nothing", async ({ page, host }) => {
  await open(page, host);
  const link = await readSharedLink(page);
  await page.goto("about:blank");
  await page.goto(link.slice(0, -9));
  await expect(getServices(page).getByText("The link is damaged")).toContainText("Ask for it again");
  await expect(getEditor(page)).toContainText("Hello World");
});

const toFile = (name: string, text: string | Buffer) => ({ name, mimeType: "", buffer: Buffer.from(text) });

async function importFiles(page: Page, ...files: ReturnType<typeof toFile>[]): Promise<void> {
  await click(page, "More");
  const chooser = page.waitForEvent("filechooser");
  await click(page, "Import files…");
  await (await chooser).setFiles(files);
}

const NO_BLOBS = "what drives a stock Firefox is not told of blobs that are saved";

test("all tabs are exported as a file, and one imports it elsewhere", async ({
  page,
  host,
  browser,
  browserName,
}) => {
  test.skip(browserName !== "chromium", NO_BLOBS);
  await open(page, host);
  await openExample(page, "Parsed");
  await expect(getAnswer(page)).toContainText("Hello Jane!");
  await click(page, "More");
  const download = page.waitForEvent("download");
  await click(page, "Export all tabs");
  const exported = readFileSync(await (await download).path());

  const profile = await browser.newContext();
  const other = await profile.newPage();
  await open(other, host);
  await importFiles(other, toFile("all.json", exported));
  await expect(getTabs(other)).toHaveText([/parsed\.ts/, /raw\.ts/]);
  await expect(getUrl(other)).toHaveValue("/playground/apps/greetings/hello?name=Jane");
  await send(other);
  await expect(getAnswer(other)).toContainText("Hello Jane!");
  await profile.close();
});

test("one tab is saved as a file of code", async ({ page, host, browserName }) => {
  test.skip(browserName !== "chromium", NO_BLOBS);
  await open(page, host);
  await click(page, "More");
  const download = page.waitForEvent("download");
  await click(page, "Download this tab");
  expect((await download).suggestedFilename()).toBe("hello.ts");
  expect(readFileSync(await (await download).path(), "utf8")).toContain("hello-world");
});

test("files of code become tabs, and files that are none are refused by name", async ({ page, host }) => {
  await open(page, host);
  await importFiles(page, toFile("own.js", toCode('own: () => "Own"')));
  await expect(getTabs(page)).toHaveText([/own\.js/]);
  await call(page, "hello-functions/own");
  await expect(getAnswer(page)).toHaveText("Own");
  await page.getByLabel("Files to import").setInputFiles([toFile("wrong.json", "{}")]);
  await expect(getServices(page).getByText("wrong.json was not exported from here")).toBeVisible();
});
