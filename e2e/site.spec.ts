import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { buildPageScript } from "./build.js";
import { expect, test } from "./fixtures.js";
import { end } from "./server.js";

let script: string;
let host: Page;
/** Of the answers for the sound. */
let statuses: number[];

test.beforeAll(async () => {
  script = await buildPageScript("examples/site/main.js");
});

/** Opens the page that serves, and the site in another tab. */
test.beforeEach(async ({ page, context, site }) => {
  site.on("/", (_, response) => end(response, 200, "text/html", readFileSync("examples/site/index.html")));
  site.on("/main.js", (_, response) => end(response, 200, "text/javascript", script));
  host = await context.newPage();
  await host.goto(`${site.origin}/`);
  await expect(host.frameLocator("iframe").locator("h1")).toHaveText("A site without a server");
  statuses = [];
  page.on("response", (response) => {
    if (response.url().endsWith("tone.wav")) statuses.push(response.status());
  });
  await page.goto(`${site.origin}/examples/apps/site`); // redirected to the slash
});

const filesOf = (files: readonly (readonly [name: string, text: string])[]) =>
  files.map(([name, text]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) }));

test("nothing of the site comes from the network", async ({ page, site }) => {
  await page.waitForLoadState("load");
  expect(site.requests.filter((url) => url.includes("/apps/") && !url.includes("/.tabserve/"))).toEqual([]);
});

test("pages link to each other, with their style and its background", async ({ page, site }) => {
  expect(page.url()).toBe(`${site.origin}/examples/apps/site/`);
  await expect(page.locator("nav")).toHaveCSS("background-color", "rgb(34, 34, 51)");
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  const background = `${site.origin}/examples/apps/site/pictures/chart.svg?values=1,2,3,4`;
  await expect.poll(loaded).toContain(background);
  await page.click("text=Guestbook");
  await expect(page.locator("h1")).toHaveText("Guestbook");
  await page.click("text=Home");
  await expect(page.locator("h1")).toHaveText("A site without a server");
});

test("pictures are drawn when they are asked for: PNG and SVG", async ({ page }) => {
  const sizeOf = (selector: string) =>
    page.locator(selector).evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    });
  expect(await sizeOf(".wide")).toEqual([640, 240]);
  expect(await sizeOf("#chart")).toEqual([280, 120]);
});

test("a module that a function serves is imported", async ({ page }) => {
  await expect(page.locator("#greeting")).toHaveText(/^Good (morning|afternoon|evening)$/);
});

test("a sound of 30 s seeks, by ranges answered with 206", async ({ page }) => {
  const audio = page.locator("audio");
  await expect.poll(() => audio.evaluate((sound: HTMLAudioElement) => sound.duration)).toBe(30);
  const place = await audio.evaluate(
    (sound: HTMLAudioElement) =>
      new Promise<number>((done) => {
        sound.onseeked = () => done(sound.currentTime);
        sound.currentTime = 25;
      }),
  );
  expect(place).toBe(25);
  // Chromium tells a page no status of media, only the protocol.
  const timings = () =>
    page.evaluate(() => {
      const entries = performance.getEntriesByName(new URL("tone.wav", location.href).href);
      return entries.map((entry) => (entry as PerformanceResourceTiming).responseStatus);
    });
  await expect.poll(async () => [...statuses, ...(await timings())]).toContain(206);
  const part = await page.evaluate(async () => {
    const response = await fetch("tone.wav", { headers: { range: "bytes=0-3" } });
    return [response.status, response.headers.get("content-range"), await response.text()];
  });
  expect(part).toEqual([206, "bytes 0-3/480044", "RIFF"]);
});

test("a video element seeks in what a function makes, too", async ({ page }) => {
  const place = await page.evaluate(async () => {
    const video = document.createElement("video");
    video.src = "tone.wav?video";
    const loaded = new Promise((done) => video.addEventListener("loadedmetadata", done));
    document.body.append(video);
    await loaded;
    const sought = new Promise((done) => video.addEventListener("seeked", done));
    video.currentTime = 20;
    await sought;
    return [video.currentTime, video.duration];
  });
  expect(place).toEqual([20, 30]);
});

test("a link with a name saves a sound, from the page that serves", async () => {
  const [download] = await Promise.all([host.waitForEvent("download"), host.click("a[download]")]);
  expect(download.suggestedFilename()).toBe("Kammerton für später.wav");
  expect(readFileSync(await download.path()).length).toBe(480_044);
});

test("a link to an attachment saves it under the name it brings, from any page", async ({ page }) => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#numbers")]);
  expect(download.suggestedFilename()).toBe("Zahlen für März.csv");
  expect(readFileSync(await download.path(), "utf8")).toBe("month,visits\nMärz,3\n");
});

test("a form brings files of any name, and the browser back to the page", async ({ page, site }) => {
  const files = [
    ["größe ☃.txt", "Schnee"],
    ["日本 & 語.txt", "雪"],
  ] as const;
  await page.click("text=Guestbook");
  await page.fill("[name=name]", "Ünal <b>");
  await page.setInputFiles("[name=files]", filesOf(files));
  await page.click("text=Sign");
  await expect(page.locator("#entries li b")).toHaveText("Ünal <b>");
  await expect(page.locator("#entries q")).toHaveText(["Schnee", "雪"]);
  const names = page.locator("#entries q").evaluateAll((all) => all.map((one) => one.getAttribute("title")));
  expect(await names).toEqual(["größe ☃.txt", "日本 & 語.txt"]);
  expect(page.url()).toBe(`${site.origin}/examples/apps/site/guestbook`);
});

test("a form without files is urlencoded", async ({ page }) => {
  await page.click("text=Guestbook");
  await page.fill("[name=name]", "Zoë & Ünal");
  await page.click("text=Sign");
  await expect(page.locator("#entries li")).toHaveCount(1);
  await page.fill("[name=query]", "ë & Ü");
  await page.click("text=Search");
  await expect(page.locator("h1")).toHaveText("Entries by “ë & Ü”");
  await expect(page.locator("#entries b")).toHaveText("Zoë & Ünal");
});

test("a page that is left says so by sendBeacon", async ({ page }) => {
  await expect(page.locator("#greeting")).not.toHaveText("Hello"); // its script has run
  const url = page.url();
  await page.goto("about:blank");
  const visits = async () => {
    const html = await host.evaluate(async (url) => (await fetch(url)).text(), url);
    return /id="visits">(\d+)/.exec(html)?.[1];
  };
  await expect.poll(visits).toBe("1");
});

/** `SCREENSHOT=1` makes docs/site.png. */
if (process.env.SCREENSHOT)
  test("is as in its picture", async ({ page }) => {
    await page.setViewportSize({ width: 900, height: 900 });
    await expect.poll(() => page.locator("audio").evaluate((one: HTMLAudioElement) => one.duration)).toBe(30);
    await page.screenshot({ path: "docs/site.png" });
  });
