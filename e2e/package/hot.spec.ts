import type { BrowserContext, Page } from "@playwright/test";
import { type App, edit, expect, test } from "./app.js";

/** An answer to a request of the loop. */
interface Seen {
  readonly method: string;
  readonly status: number;
  readonly text: string;
}

declare global {
  var seen: Seen[];
  var isOver: boolean;
}

/** The page that serves, and one beside it that provides nothing and asks all the time. */
async function open(app: App, context: BrowserContext): Promise<{ page: Page; caller: Page }> {
  const { url } = await app.serve();
  const page = await context.newPage();
  await page.goto(url);
  await expect(page.locator("body")).toHaveText("first");
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  const caller = await context.newPage();
  await caller.goto(`${url}quiet.html`);
  await caller.evaluate(() => {
    globalThis.seen = [];
    globalThis.isOver = false;
    for (const method of ["GET", "POST"]) void ask(method);
    async function ask(method: string): Promise<void> {
      while (!globalThis.isOver) {
        const { status, text } = await fetch("/demo/apps/hello/", { method }).then(
          async (response) => ({ status: response.status, text: await response.text() }),
          (error) => ({ status: 0, text: String(error) }),
        );
        globalThis.seen.push({ method, status, text });
      }
    }
  });
  return { page, caller };
}

const getLast = (caller: Page) => caller.evaluate(() => globalThis.seen.at(-1)?.text);

const isSamePage = (page: Page) => page.evaluate(() => "isSamePage" in globalThis);

/** All that the loop saw that is not an answer of one of the functions. */
async function endLoop(caller: Page, texts: readonly string[]): Promise<Seen[]> {
  const seen = await caller.evaluate(() => {
    globalThis.isOver = true;
    return globalThis.seen;
  });
  expect([...new Set(seen.map(({ method }) => method))].sort()).toEqual(["GET", "POST"]);
  expect(seen.map(({ text }) => text)).toEqual(expect.arrayContaining([...texts]));
  return seen.filter(({ status, text }) => status !== 200 || !texts.includes(text));
}

test("a module of functions is replaced without a reload, and no request is lost", async ({
  app,
  context,
}) => {
  const { page, caller } = await open(app, context);
  const texts = ["first", "second", "third", "fourth"];
  for (const [i, text] of texts.entries()) {
    if (i === 0) continue;
    edit(app, "src/functions.ts", (code) => code.replace(texts[i - 1] ?? "", text));
    await expect.poll(() => getLast(caller)).toBe(text);
  }
  expect(await endLoop(caller, texts)).toEqual([]);
  expect(await isSamePage(page)).toBe(true);
});

test("a call under way in the old function ends there", async ({ app, context }) => {
  const slow = `  slow: () => new Promise((done) => {
    document.title = "called";
    addEventListener("go", () => done("old"));
  }),`;
  edit(app, "src/functions.ts", (code) => code.replace("  index:", `${slow}\n  index:`));
  const { page, caller } = await open(app, context);
  const answer = caller.evaluate(async () =>
    (await fetch("/demo/apps/hello/slow", { method: "POST" })).text(),
  );
  await expect(page).toHaveTitle("called");
  edit(app, "src/functions.ts", (code) => code.replace("first", "second").replace('"old"', '"new"'));
  await expect.poll(() => getLast(caller)).toBe("second");
  await page.evaluate(() => dispatchEvent(new Event("go")));
  expect(await answer).toBe("old");
  expect(await endLoop(caller, ["first", "second"])).toEqual([]);
});

test("a version that fails leaves the functions of the last one in place", async ({ app, context }) => {
  const { page, caller } = await open(app, context);
  const failed = page.waitForEvent("console", (message) => message.text().includes("Failed to reload"));
  edit(app, "src/functions.ts", (code) => code.replace("await api.reg", "await api.nothing.reg"));
  await failed;
  edit(app, "src/functions.ts", (code) => code.replace("nothing.", "").replace("first", "second"));
  await expect.poll(() => getLast(caller)).toBe("second");
  expect(await endLoop(caller, ["first", "second"])).toEqual([]);
  expect(await isSamePage(page)).toBe(true);
});
