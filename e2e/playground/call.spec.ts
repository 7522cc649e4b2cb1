import type { Page } from "@playwright/test";
import {
  call,
  click,
  expect,
  getAnswer,
  getState,
  getSummary,
  getUrl,
  open,
  openExample,
  replaceCode,
  send,
  test,
  toCode,
} from "./fixtures.js";

const getField = (page: Page, name: string) => page.getByRole("combobox", { name });

const ECHO =
  "echo: async ({ method, headers, body }) => ({ method, a: headers['x-a'], type: headers['content-type'], text: new TextDecoder().decode(body) })";

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("method, headers and a JSON body reach the function", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(page, toCode(ECHO));
  await click(page, "Deploy");
  await click(page, "echo");
  await page.getByLabel("Method").selectOption("PUT");
  await page.getByRole("button", { name: "Headers", exact: true }).click();
  await getField(page, "Header name").fill("X-A");
  await getField(page, "Header value").first().fill("b");
  await page.getByRole("button", { name: "Body" }).click();
  await page.getByRole("radio", { name: "JSON" }).check();
  await page.getByLabel("Body text").fill("[1");
  await expect(page.getByText("This is no JSON")).toBeVisible();
  await page.getByLabel("Body text").fill("[1]");
  await send(page);
  await page.getByRole("tab", { name: "Raw" }).click();
  await expect(page.getByRole("tabpanel", { name: "Raw" })).toHaveText(
    JSON.stringify({ method: "PUT", a: "b", type: "application/json", text: "[1]" }),
  );
});

test("form fields and files reach the function, and choosing them makes a POST of a GET", async ({
  page,
  host,
}) => {
  await open(page, host);
  await replaceCode(
    page,
    `import { request } from "tabserve/request"; ${toCode(`
    index: async (event) => {
      const form = await request(event).formData();
      const file = form.get("f");
      return event.method + " " + form.get("n") + " " + (file ? file.name + await file.text() : "");
    }`)}`,
  );
  await click(page, "Deploy");
  await expect(getState(page)).toHaveText("Deployed");
  await click(page, "index");
  await page.getByRole("button", { name: "Body" }).click();
  await page.getByRole("radio", { name: "Form" }).check();
  await expect(page.getByLabel("Method")).toHaveValue("POST");
  await getField(page, "Field name").fill("n");
  await getField(page, "Field value").first().fill("ä b");
  await send(page);
  await expect(getAnswer(page)).toHaveText("POST ä b");
  await page.getByRole("radio", { name: "Multipart" }).check();
  await getField(page, "Field name").last().fill("f");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "File…" }).nth(1).click();
  await (await chooser).setFiles({ name: "x.txt", mimeType: "text/plain", buffer: Buffer.from("content") });
  await send(page);
  await expect(getAnswer(page)).toHaveText("POST ä b x.txtcontent");
});

test("the URL is completed with what there is, by the keyboard", async ({ page, host }) => {
  await open(page, host);
  await openExample(page, "Parsed");
  await expect(getAnswer(page)).toContainText("Jane");
  await getUrl(page).fill("");
  await getUrl(page).pressSequentially("hello");
  const options = page.getByRole("listbox", { name: "URLs" }).getByRole("option");
  await expect(options).toHaveText([/greetings\/hello/, /greetings\/hello\.json.*whole result/]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(getUrl(page)).toHaveAttribute("aria-activedescendant", /./);
  await page.keyboard.press("Enter");
  await expect(getUrl(page)).toHaveValue("/playground/apps/greetings/hello.json");
  await expect(getUrl(page)).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowDown");
  await expect(options.first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(options).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(getAnswer(page)).toContainText('"message": "Hello stranger!"');
});

test("header names are completed", async ({ page, host }) => {
  await open(page, host);
  await page.getByRole("button", { name: "Headers", exact: true }).click();
  await getField(page, "Header name").pressSequentially("auth");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(getField(page, "Header name").first()).toHaveValue("Authorization");
});

test("JSON is a tree that folds and keeps its numbers", async ({ page, host }) => {
  await open(page, host);
  const json = '{"big": 12345678901234567890, "list": [1, {"a": null}]}';
  await replaceCode(
    page,
    toCode(`j: () => ({ headers: { "content-type": "application/json" }, body: '${json}' })`),
  );
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getAnswer(page)).toContainText("12345678901234567890");
  await expect(getAnswer(page)).toContainText('"a": null');
  await getAnswer(page).getByText('"list"').click();
  await expect(getAnswer(page).getByText("2 items ]")).toBeVisible();
  await expect(getAnswer(page).getByText('"a"')).toBeHidden();
});

test("HTML is a page whose links and pictures work, images are images, bytes are hex", async ({
  page,
  host,
}) => {
  await open(page, host);
  await replaceCode(
    page,
    toCode(`html: () => ({ headers: { "content-type": "text/html" },
        body: '<!doctype html><h1>Title</h1><img src="../svg" alt="From here"><a href="../next">Next</a><script>parent.hit = 1</' + 'script>' }),
      next: () => ({ headers: { "content-type": "text/html" }, body: "<h1>Second</h1>" }),
      svg: () => ({ headers: { "content-type": "image/svg+xml" },
        body: '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>' }),
      bytes: () => new Uint8Array([71, 73, 70, 0, 255])`),
  );
  await page.keyboard.press("ControlOrMeta+Enter");
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("heading")).toHaveText("Title");
  await expect(frame.getByRole("img")).toHaveJSProperty("naturalWidth", 7);
  await expect(page.getByText("Scripts do not run in this preview")).toBeVisible();
  await frame.getByRole("link").click();
  await expect(frame.getByRole("heading")).toHaveText("Second");
  expect(await page.evaluate(() => "hit" in globalThis)).toBe(false);
  await call(page, "hello-functions/svg");
  await expect(getAnswer(page).getByRole("img")).toBeVisible();
  await call(page, "hello-functions/bytes");
  await expect(getAnswer(page)).toContainText("00000000  47 49 46 00 ff");
});

test("an answer of the host's own is told from one of a function", async ({ page, host }) => {
  await open(page, host);
  await call(page, "hello-functions/nowhere");
  await expect(getSummary(page)).toContainText("404 Not Found");
  await expect(page.getByText("Tabserve made this answer")).toContainText("function-not-found");
});

test("events are shown as they come, until one stops them", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(
    page,
    toCode(`ticks: async function* () {
      yield { event: "tick", id: "1", data: { n: 1 } };
      await new Promise((next) => { globalThis.next = next; });
      yield { event: "tick", id: "2", data: "second" };
      await new Promise(() => {});
    }`).replace("public", 'public", sse: true, x: "'),
  );
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getSummary(page)).toContainText("streaming");
  await expect(getAnswer(page).getByRole("listitem")).toHaveText([/tick 1\{"n":1\}/]);
  await page.evaluate(() => Reflect.get(globalThis, "next")());
  await expect(getAnswer(page).getByRole("listitem")).toHaveText([/tick 1/, /tick 2second/]);
  await click(page, "Stop");
  await expect(getSummary(page)).toContainText("2 events");
  await expect(getSummary(page)).toContainText("stopped");
  await expect(getAnswer(page).getByRole("listitem")).toHaveCount(2);
});

test("text is shown as it comes, and why it broke off", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(
    page,
    toCode(`log: () => ({ headers: { "content-type": "text/plain" }, body: (async function* () {
      yield "first line";
      await new Promise((next) => { globalThis.next = next; });
      throw new Error("no more");
    })() })`),
  );
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getAnswer(page)).toHaveText("first line");
  await page.evaluate(() => Reflect.get(globalThis, "next")());
  await expect(getSummary(page)).toContainText("broken off");
  await expect(getAnswer(page)).toHaveText("first line");
});

test("a body larger than the page can hold is cut, and told so", async ({ page, host }) => {
  await open(page, host);
  await replaceCode(
    page,
    toCode(`much: () => (function* () { for (let i = 0; i < 20; i++) yield new Uint8Array(1_000_000); })()`),
  );
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(getSummary(page)).toContainText("20.0 MB");
  await expect(page.getByText("its first 16 MB")).toBeVisible();
  await getAnswer(page).getByRole("button", { name: "bytes more" }).click();
  await expect(getAnswer(page)).toContainText("00001000  00");
});

test("a request is copied as code that makes it", async ({ page, host, context, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium lets a test read the clipboard");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, host);
  await openExample(page, "Notes");
  await click(page, "Add one");
  await expect(getSummary(page)).toContainText("201");
  await click(page, "Copy as");
  await click(page, "fetch");
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const status = await page.evaluate(async () => {
    const code = await navigator.clipboard.readText();
    return (await new Function(`return (async () => { return ${code} })()`)()).status;
  });
  expect(status).toBe(201);
});

test("calls are kept over a reload, with their files, and sent again", async ({ page, host }) => {
  await open(page, host);
  await openExample(page, "Photos");
  await click(page, "Upload one");
  await expect(getSummary(page)).toContainText("200");
  await expect(page.getByText("Redirected to")).toBeVisible();
  const again = page.getByRole("button", { name: "Send POST /playground/apps/photos/upload again" });
  await click(page, "History");
  await expect(again).toBeVisible();
  await page.reload();
  await click(page, "History");
  await again.click();
  await expect(page.frameLocator("iframe").getByRole("heading")).toHaveText("Photos: 1");
  await expect(getField(page, "Field value").first()).toHaveValue("hills.svg");
  await click(page, "History");
  await click(page, "Clear history");
  await expect(page.getByText("No call was made yet")).toBeVisible();
});
