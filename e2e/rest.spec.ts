import type { Page } from "@playwright/test";
import { connectPage, expect, fetchIn, killWorker, test } from "./fixtures.js";

/** A service of every visibility with the same functions. */
function registerServices(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (const visibility of ["public", "protected", "unlisted"] as const)
      await api.registerService({
        id: visibility,
        config: { visibility },
        add: (a: number, b: number) => a + b,
        text: { upper: ({ text }: { text: string }) => ({ text: text.toUpperCase() }) },
        *count(to: number) {
          for (let i = 1; i <= to; i++) yield { i };
        },
        fail() {
          throw new RangeError("too far");
        },
      });
  });
}

const idsOf = (body: string) => (JSON.parse(body) as { id: string }[]).map(({ id }) => id);

test.beforeEach(async ({ page, site }) => {
  await connectPage(page, `${site.origin}/`, { workspace: "W", client_id: "me" });
  await registerServices(page);
});

test.describe("GET /W/services/", () => {
  test("lists what members see", async ({ page }) => {
    const { body, headers } = await fetchIn(page, "/W/services/");
    expect(idsOf(body)).toEqual(["W/me:protected", "W/me:public"]);
    expect(headers["content-type"]).toBe("application/json");
    const all = await fetchIn(page, "/W/services/?include_unlisted=true");
    expect(idsOf(all.body)).toEqual(["W/me:unlisted", "W/me:protected", "W/me:public"]);
  });

  test("lists the public ones for a page that is not connected, and in a new tab", async ({
    context,
    site,
  }) => {
    const stranger = await context.newPage();
    await stranger.goto(`${site.origin}/`);
    expect(idsOf((await fetchIn(stranger, "/W/services/")).body)).toEqual(["W/me:public"]);
    const response = await stranger.goto(`${site.origin}/W/services/?include_unlisted=true`);
    expect(idsOf((await response?.text()) ?? "")).toEqual(["W/me:public"]);
  });

  test("lists them all again after the worker was killed", async ({ page, browserName }) => {
    test.skip(browserName !== "chromium", "only Chromium's protocol ends a worker");
    await killWorker(page);
    const { body } = await fetchIn(page, "/W/services/");
    expect(idsOf(body)).toEqual(["W/me:protected", "W/me:public"]);
  });
});

test("GET /W/services/S tells about the service, to who may call it", async ({ page, context, site }) => {
  const info = JSON.parse((await fetchIn(page, "/W/services/protected")).body);
  expect(info).toMatchObject({
    id: "W/me:protected",
    url: `${site.origin}/W/apps/protected/`,
    service_schema: { text: { upper: { type: "function" } } },
  });
  const stranger = await context.newPage();
  await stranger.goto(`${site.origin}/`);
  expect(await fetchIn(stranger, "/W/services/protected")).toMatchObject({
    status: 403,
    error: "not-permitted",
  });
  expect(JSON.parse((await fetchIn(stranger, "/W/services/unlisted")).body).id).toBe("W/me:unlisted");
});

test.describe("/W/services/S/F", () => {
  const json = { "content-type": "application/json" };

  for (const [what, path, init, result] of [
    ["by a query", "add?a=1&b=2", {}, 3],
    ["by names in a body", "add", { method: "POST", headers: json, body: '{"b":2,"a":3}' }, 5],
    ["by a list of arguments", "add", { method: "POST", headers: json, body: "[4, 5]" }, 9],
    ["by its place in another", "text.upper?text=grüße", {}, { text: "GRÜSSE" }],
  ] as const)
    test(`calls a function ${what}`, async ({ page }) => {
      const { status, body } = await fetchIn(page, `/W/services/public/${path}`, init);
      expect([status, JSON.parse(body)]).toEqual([200, result]);
    });

  test("sends a generator as server-sent events", async ({ page }) => {
    const events = await page.evaluate(
      () =>
        new Promise<string[]>((done) => {
          const events: string[] = [];
          const source = new EventSource("/W/services/public/count?to=3");
          source.onmessage = ({ data }) => {
            events.push(data);
            if (data !== "[DONE]") return;
            source.close();
            done(events);
          };
        }),
    );
    expect(events).toEqual(['{"i":1}', '{"i":2}', '{"i":3}', "[DONE]"]);
  });

  for (const [path, init, status, error, detail] of [
    ["public/none", {}, 404, "function-not-found", "Function not found: none"],
    ["none/add", {}, 404, "service-not-found", "Service not found: W/none"],
    ["public/fail", {}, 500, "handler-threw", "RangeError: too far"],
    [
      "public/add",
      { method: "DELETE" },
      405,
      "bad-request",
      "A function cannot be called with DELETE; use GET or POST",
    ],
  ] as const)
    test(`${path} is refused as JSON: ${status} ${error}`, async ({ page }) => {
      const seen = await fetchIn(page, `/W/services/${path}`, init);
      expect([seen.status, seen.error]).toEqual([status, error]);
      expect(JSON.parse(seen.body)).toEqual({ success: false, detail });
    });
});

test("no other URL of that name is ours", async ({ page, site }) => {
  const others = ["/W/services", "/services/S/f", "/a/W/services/S", "/W/services//f", "/W/Services/S"];
  for (const path of others) expect((await fetchIn(page, path)).status, path).toBe(404);
  expect(site.requests).toEqual(expect.arrayContaining(others));
});
