import type { Page } from "@playwright/test";
import { connectPage, expect, fetchIn, test } from "./fixtures.js";

/** A service with a login, in the page. */
async function provide(page: Page): Promise<void> {
  await page.evaluate(() =>
    api.registerService({
      id: "login",
      type: "functions",
      config: { visibility: "public" },
      enter: () => ({
        status: 303,
        headers: {
          location: "me",
          "set-cookie": ["session=a=b%20c; SameSite=Lax", "theme=dark; Path=/; Max-Age=60"],
        },
      }),
      me: ({ headers }: { headers: Record<string, string> }) => headers.cookie ?? "nobody",
      leave: () => ({ status: 204, headers: { "set-cookie": "session=; Max-Age=0" } }),
      secret: () => ({ headers: { "set-cookie": "secret=1; HttpOnly" }, body: "set" }),
    }),
  );
}

test("a login flow: cookies are set, sent and deleted, and other tabs have them", async ({
  page,
  context,
  site,
}) => {
  await connectPage(page, `${site.origin}/`);
  await provide(page);
  expect((await fetchIn(page, "/local/apps/login/me")).body).toBe("nobody");
  const entered = await fetchIn(page, "/local/apps/login/enter");
  expect(entered.body.split("; ").sort()).toEqual(["session=a=b%20c", "theme=dark"]);
  const tab = await context.newPage();
  await connectPage(tab, `${site.origin}/elsewhere/`);
  expect((await fetchIn(tab, "/local/apps/login/me")).body).toContain("session=a=b%20c");
  await fetchIn(page, "/local/apps/login/leave");
  expect((await fetchIn(tab, "/local/apps/login/me")).body).toBe("theme=dark");
});

test("the server gets them too, with their attributes", async ({ page, context, site }) => {
  await connectPage(page, `${site.origin}/`);
  await provide(page);
  await fetchIn(page, "/local/apps/login/enter");
  const cookies = await context.cookies();
  expect(cookies.find(({ name }) => name === "theme")).toMatchObject({ value: "dark", path: "/" });
  expect(cookies.find(({ name }) => name === "session")).toMatchObject({ value: "a=b%20c", sameSite: "Lax" });
});

test("HttpOnly gives one clear warning", async ({ page, site }) => {
  const warnings: string[] = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  await connectPage(page, `${site.origin}/`);
  await provide(page);
  for (let i = 0; i < 3; i++) await fetchIn(page, "/local/apps/login/secret");
  expect((await fetchIn(page, "/local/apps/login/me")).body).toBe("secret=1");
  expect(warnings).toEqual([
    "tabserve: cookie secret is set without HttpOnly: no script can set that, and every script can read it",
  ]);
});
