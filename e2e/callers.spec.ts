import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { connectPage, expect, fetchIn, test } from "./fixtures.js";
import { end } from "./server.js";

const GIF = "R0lGODlhAQABAAD/ACwAAAAAAQABAAACADs=";

/** A service that notes what it was asked and answers each kind of element. */
async function registerSite(page: Page): Promise<void> {
  await page.evaluate(async (gif) => {
    const seen: { method: string; path: string; body: string; type: string | undefined }[] = [];
    Object.assign(globalThis, { seen });
    type Event = { method: string; path: string; body: Uint8Array | null; headers: Record<string, string> };
    const note = (event: Event) => {
      const body = event.body ? new TextDecoder().decode(event.body) : "";
      seen.push({ method: event.method, path: event.path, body, type: event.headers["content-type"] });
    };
    const reply = (type: string, body: string | Uint8Array) => (event: Event) => {
      note(event);
      return { headers: { "content-type": type }, body };
    };
    await api.registerService({
      id: "site",
      type: "functions",
      config: { visibility: "public" },
      "pixel.gif": reply(
        "image/gif",
        Uint8Array.from(atob(gif), (char) => char.charCodeAt(0)),
      ),
      "code.js": reply("text/javascript", "globalThis.loaded = 'script ran';"),
      "style.css": reply("text/css", "body { outline-color: rgb(1, 2, 3); }"),
      page: reply("text/html", "<!doctype html><title>Served</title><p id=here>from a function"),
      text: reply("text/plain", "plain"),
      post: reply("text/html", "<p id=here>posted"),
      "file.txt": (event: Event) => {
        note(event);
        return {
          headers: { "content-disposition": 'attachment; filename="report.txt"' },
          body: "the report",
        };
      },
    });
  }, GIF);
}

const seenIn = (page: Page) =>
  page.evaluate(
    () =>
      (globalThis as unknown as { seen: { method: string; path: string; body: string; type: string }[] })
        .seen,
  );

/** Unlike `page.setContent`, which calls `document.open`, this keeps the page's listeners. */
const setBody = (page: Page, html: string) =>
  page.evaluate((html) => {
    document.body.innerHTML = html;
  }, html);

test.beforeEach(async ({ page, site }) => {
  await connectPage(page, `${site.origin}/`, { workspace: "W" });
  await registerSite(page);
});

test.describe("a request reaches a handler from", () => {
  test("fetch", async ({ page }) => {
    expect((await fetchIn(page, "/W/apps/site/text")).body).toBe("plain");
  });

  test("XMLHttpRequest", async ({ page }) => {
    const text = await page.evaluate(
      () =>
        new Promise((done) => {
          const request = new XMLHttpRequest();
          request.open("GET", "/W/apps/site/text");
          request.onload = () => done(request.responseText);
          request.send();
        }),
    );
    expect(text).toBe("plain");
  });

  test("<img>", async ({ page }) => {
    const width = await page.evaluate(async () => {
      const image = new Image();
      image.src = "/W/apps/site/pixel.gif";
      await image.decode();
      return image.naturalWidth;
    });
    expect(width).toBe(1);
  });

  test("<script>", async ({ page }) => {
    await page.addScriptTag({ url: "/W/apps/site/code.js" });
    expect(await page.evaluate(() => (globalThis as unknown as { loaded: string }).loaded)).toBe(
      "script ran",
    );
  });

  test("<link rel=stylesheet>", async ({ page }) => {
    await page.addStyleTag({ url: "/W/apps/site/style.css" });
    await expect(page.locator("body")).toHaveCSS("outline-color", "rgb(1, 2, 3)");
  });

  test("a form that posts into a new tab", async ({ page, context }) => {
    await page.setContent(
      "<form method=post target=_blank action=/W/apps/site/post><input name=a value='ü &'><button>Send</button></form>",
    );
    const [tab] = await Promise.all([context.waitForEvent("page"), page.click("button")]);
    await expect(tab.locator("#here")).toHaveText("posted");
    expect(await seenIn(page)).toEqual([
      { method: "POST", path: "/post", body: "a=%C3%BC+%26", type: "application/x-www-form-urlencoded" },
    ]);
  });

  test("sendBeacon", async ({ page }) => {
    await page.evaluate(() => navigator.sendBeacon("/W/apps/site/text", "still here"));
    await expect
      .poll(() => seenIn(page))
      .toMatchObject([{ method: "POST", path: "/text", body: "still here" }]);
  });

  test("a dedicated worker", async ({ page, site }) => {
    site.on("/caller.js", (_, response) => {
      response.writeHead(200, { "content-type": "text/javascript" });
      response.end("fetch('/W/apps/site/text').then((r) => r.text()).then(postMessage);");
    });
    const text = await page.evaluate(
      () =>
        new Promise((done) => {
          new Worker("/caller.js").onmessage = ({ data }) => done(data);
        }),
    );
    expect(text).toBe("plain");
  });

  test("an iframe", async ({ page }) => {
    await page.setContent("<iframe src=/W/apps/site/page></iframe>");
    await expect(page.frameLocator("iframe").locator("#here")).toHaveText("from a function");
  });

  test("inside a srcdoc iframe", async ({ page }) => {
    await page.setContent(`<iframe srcdoc="<img src=/W/apps/site/pixel.gif><script>
      fetch('/W/apps/site/text').then((r) => r.text()).then((text) => document.body.append(text))</script>"></iframe>`);
    const frame = page.frameLocator("iframe");
    await expect(frame.locator("body")).toContainText("plain");
    await expect(frame.locator("img")).toHaveJSProperty("naturalWidth", 1);
  });

  test("a navigation in a new tab", async ({ context, site }) => {
    const tab = await context.newPage();
    const response = await tab.goto(`${site.origin}/W/apps/site/page?q=1`);
    expect(response?.status()).toBe(200);
    await expect(tab.locator("#here")).toHaveText("from a function");
    await expect(tab).toHaveTitle("Served");
  });

  for (const [attribute, name] of [
    ["download", "report.txt"],
    ["download=wanted.txt", "wanted.txt"],
  ] as const)
    test(`a link with ${attribute}`, async ({ page }) => {
      const path = name === "report.txt" ? "file.txt" : "text";
      await setBody(page, `<a href=/W/apps/site/${path} ${attribute}>Get</a>`);
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("a")]);
      expect(download.suggestedFilename()).toBe(name);
      expect(readFileSync(await download.path(), "utf8")).toBe(path === "text" ? "plain" : "the report");
    });

  test("a link to an attachment", async ({ page }) => {
    await setBody(page, "<a href=/W/apps/site/file.txt>Get</a>");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("a")]);
    expect(download.suggestedFilename()).toBe("report.txt");
  });
});

test("a link with download to somewhere else is left to the browser", async ({ page, site }) => {
  site.on("/there.txt", (_, response) => end(response, 200, "text/plain", "network"));
  await setBody(page, "<a href=/there.txt download>Get</a>");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("a")]);
  expect(readFileSync(await download.path(), "utf8")).toBe("network");
});
