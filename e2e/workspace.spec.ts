import type { Page } from "@playwright/test";
import { connectPage, expect, fetchIn, killWorker, test } from "./fixtures.js";

const connect = (page: Page, origin: string, options: object = {}) =>
  connectPage(page, `${origin}/`, { workspace: "W", client_id: "me", ...options });

/** The code and message a call in the page rejects with. */
const errorOf = (page: Page, code: string) =>
  page.evaluate(
    (code) =>
      Promise.resolve(eval(`(async () => ${code})()`)).then(
        () => "resolved",
        (error) => `${error.code}: ${error.message}`,
      ),
    code,
  );

test.describe("registerService", () => {
  test("gives the service's info and URL, by either name", async ({ page, site }) => {
    await connect(page, site.origin);
    const info = await page.evaluate(async () => {
      const definition = {
        id: "hello ü",
        type: "functions",
        description: "greets",
        config: { visibility: "public" as const },
        hello: () => "x",
        api: { v1: () => "y", n: 1 },
      };
      const before = JSON.stringify(definition);
      const info = await api.register_service(definition);
      return { ...info, isUnchanged: JSON.stringify(definition) === before };
    });
    expect(info).toEqual({
      id: "W/me:hello ü",
      name: "hello ü",
      description: "greets",
      type: "functions",
      config: { visibility: "public" },
      docs: "",
      app_id: "*",
      service_schema: {
        hello: { type: "function", function: { name: "hello" } },
        api: { v1: { type: "function", function: { name: "v1" } } },
      },
      url: `${site.origin}/W/apps/hello%20%C3%BC/`,
      isUnchanged: true,
    });
    expect((await fetchIn(page, `${info.url}hello`)).body).toBe("x");
  });

  test("refuses the same id again, and replaces with overwrite", async ({ page, site }) => {
    await connect(page, site.origin);
    const register = (text: string, options = {}) =>
      page.evaluate(
        ([text, options]) =>
          api.registerService({ id: "S", type: "functions", index: () => text }, options).then(
            () => "",
            ({ message }) => message,
          ),
        [text, options] as const,
      );
    expect(await register("first")).toBe("");
    expect(await register("second")).toBe(
      "Service already exists: S, please specify a different id (not S) or overwrite=true",
    );
    expect((await fetchIn(page, "/W/apps/S/")).body).toBe("first");
    expect(await register("third", { overwrite: true })).toBe("");
    expect((await fetchIn(page, "/W/apps/S/")).body).toBe("third");
  });

  test("lets another client provide the same id, unless either says singleton", async ({
    page,
    context,
    site,
  }) => {
    await connect(page, site.origin);
    const other = await context.newPage();
    await connect(other, site.origin, { client_id: "other" });
    await page.evaluate(() => api.registerService({ id: "S", type: "functions", index: () => "mine" }));
    expect(
      await errorOf(
        other,
        `api.registerService({ id: "S", type: "functions", config: { singleton: true }, index: () => "" })`,
      ),
    ).toMatch(/^service-exists: Service already exists: S/);
    expect((await fetchIn(page, "/W/apps/S/")).body).toBe("mine");
    expect(
      await errorOf(other, `api.registerService({ id: "S", type: "functions", index: () => "theirs" })`),
    ).toBe("resolved");
    expect((await fetchIn(page, "/W/apps/S/")).body).toBe("theirs");
  });

  test("binds a class instance, whose id defaults to default", async ({ page, site }) => {
    await connect(page, site.origin);
    await page.evaluate(async () => {
      class Base {
        count = 0;
        type = "functions";
        inherited() {
          return `inherited ${++this.count}`;
        }
      }
      class Counter extends Base {
        index() {
          return `own ${++this.count}`;
        }
      }
      await api.registerService(new Counter());
    });
    expect((await fetchIn(page, "/W/apps/default/")).body).toBe("own 1");
    expect((await fetchIn(page, "/W/apps/default/inherited")).body).toBe("inherited 2");
    expect((await fetchIn(page, "/W/apps/default/constructor")).status).toBe(404);
  });

  test("takes a snapshot of a plain object, whose methods have no this", async ({ page, site }) => {
    await connect(page, site.origin);
    await page.evaluate(async () => {
      const service: Record<string, unknown> = {
        id: "S",
        type: "functions",
        // Strict code, which a function handed over by the test is not.
        index: new Function("'use strict'; return String(this)"),
      };
      await api.registerService(service);
      service.index = () => "changed";
      service.late = () => "late";
    });
    expect((await fetchIn(page, "/W/apps/S/")).body).toBe("undefined");
    expect((await fetchIn(page, "/W/apps/S/late")).status).toBe(404);
  });

  for (const [definition, message] of [
    ["{ type: 'functions' }", "Service id undefined is missing"],
    ["{ id: '' }", 'Service id "" must not be empty'],
    ["{ id: 'a/b' }", 'Service id "a/b" must not contain "/"'],
    ["{ id: 'a..b' }", 'must not contain ".."'],
    [
      "{ id: 's', config: { visibility: 'secret' } }",
      'config.visibility of service s is "secret"; it must be one of public, protected, unlisted',
    ],
    ["{ id: 's', config: { timeout: 0 } }", "config.timeout of service s is 0"],
    ["{ id: 's', config: { require_context: 'f' } }", 'config.require_context of service s is "f"'],
    ["{ id: 's', type: 'fetch', fetch: 'app' }", 'has the type fetch, and its fetch is "app"'],
    ["{ id: 's', type: 'asgi' }", "has the type asgi, and its serve is undefined"],
    ["{ id: 's', config: { sse: 'yes' } }", 'config.sse of service s is "yes"'],
    ["{ id: 's', config: { convention: 'aws' } }", 'config.convention of service s is "aws"'],
    ["[]", "A service must be an object, not an array"],
  ] as const)
    test(`refuses ${definition}`, async ({ page, site }) => {
      await connect(page, site.origin);
      expect(await errorOf(page, `api.registerService(${definition})`)).toContain(message);
    });
});

test("a handler with require_context gets who called whom", async ({ page, site }) => {
  await connect(page, site.origin);
  await page.evaluate(async () => {
    const say = (...args: unknown[]) => ({ count: args.length, context: args.at(-1), event: args[0] });
    const config = { visibility: "public" as const };
    await api.registerService({
      id: "all",
      type: "functions",
      config: { ...config, require_context: true },
      api: { deep: say },
      three: (a: unknown, b: unknown, c: unknown) => ({ b: b === undefined, c }),
    });
    await api.registerService({
      id: "some",
      type: "functions",
      config: { ...config, require_context: ["yes"] },
      yes: say,
      no: say,
    });
  });
  const get = async (path: string) => JSON.parse((await fetchIn(page, `/W/apps/${path}`)).body);
  const { count, context, event } = await get("all/api/deep");
  expect([count, event.context]).toEqual([2, context]);
  expect(context).toMatchObject({
    type: "method",
    from: "W/me",
    to: "W/me",
    method: "services.all.api.deep",
    ws: "W",
    user: { is_anonymous: true },
  });
  expect((await get("all/api/deep")).context.session).not.toBe(context.session);
  expect(await get("all/three")).toMatchObject({ b: true, c: { method: "services.all.three" } });
  expect([(await get("some/yes")).count, (await get("some/no")).count]).toEqual([2, 1]);
});

test("unregisterService takes an id or an info; the URL is 404 from then on", async ({ page, site }) => {
  await connect(page, site.origin);
  await page.evaluate(async () => {
    const info = await api.registerService({
      id: "S",
      type: "functions",
      config: { visibility: "public" },
      index: () => "x",
    });
    await api.unregisterService(info);
  });
  expect(await fetchIn(page, "/W/apps/S/")).toMatchObject({ status: 404, error: "service-not-found" });
  expect(await errorOf(page, `api.unregister_service("S")`)).toBe("service-not-found: Service not found: S");
});

test.describe("listServices", () => {
  const ids = (page: Page, query = "", options = "") =>
    page.evaluate(
      async ([query, options]) =>
        (
          await (eval(`api.listServices(${query || "{}"}, ${options || "{}"})`) as Promise<{ id: string }[]>)
        ).map(({ id }) => id.split(":")[1]),
      [query, options] as const,
    );

  test("tells members public and protected services, newest first, and others the public ones", async ({
    page,
    context,
    site,
  }) => {
    await connect(page, site.origin);
    await page.evaluate(async () => {
      for (const visibility of ["public", "protected", "unlisted"] as const)
        await api.registerService({
          id: visibility,
          type: visibility === "public" ? "functions" : "generic",
          config: { visibility },
        });
    });
    expect(await ids(page)).toEqual(["protected", "public"]);
    expect(await ids(page, "{}", "{ include_unlisted: true }")).toEqual(["unlisted", "protected", "public"]);
    expect(await ids(page, "'public'")).toEqual(["public"]);
    expect(await ids(page, "'me:protected'")).toEqual(["protected"]);
    expect(await ids(page, "{ type: 'functions' }")).toEqual(["public"]);
    const outsider = await context.newPage();
    await connect(outsider, site.origin, { workspace: "other" });
    expect(await ids(outsider)).toEqual([]);
    expect(await ids(outsider, "{ workspace: 'W' }", "{ include_unlisted: true }")).toEqual(["public"]);
  });
});

test.describe("getService", () => {
  test("gives callables of another page's service, with its context and errors", async ({
    page,
    context,
    site,
  }) => {
    await connect(page, site.origin);
    await page.evaluate(() =>
      api.registerService({
        id: "math",
        config: { require_context: ["who"] },
        add: (a: number, b: number) => a + b,
        deep: { bytes: (bytes: Uint8Array) => bytes.map((byte) => byte + 1) },
        who: (context: { from: string; method: string }) => [context.from, context.method],
        fail: () => {
          throw new RangeError("out of range");
        },
      }),
    );
    const other = await context.newPage();
    await connect(other, site.origin, { client_id: "other" });
    const got = await other.evaluate(async () => {
      const math = await api.getService("math");
      return {
        id: math.id,
        sum: await math.add(1, 2),
        bytes: [...(await math.deep.bytes(new Uint8Array([1, 2])))],
        who: await math.who(),
      };
    });
    expect(got).toEqual({ id: "W/me:math", sum: 3, bytes: [2, 3], who: ["W/other", "services.math.who"] });
    expect(await errorOf(other, `(await api.getService("math")).fail()`)).toBe(
      "handler-threw: RangeError: out of range",
    );
    expect(await errorOf(other, `(await api.getService("math")).add(() => {})`)).not.toBe("resolved");
    expect(await errorOf(other, `api.get_service("nobody")`)).toMatch(
      /^service-not-found: Service not found: nobody/,
    );
  });

  test("a call under way rejects when the provider's page closes", async ({ page, context, site }) => {
    await connect(page, site.origin);
    const provider = await context.newPage();
    await connect(provider, site.origin, { client_id: "provider" });
    await provider.evaluate(() => {
      Object.assign(globalThis, { called: false });
      return api.registerService({
        id: "slow",
        wait: () => {
          Object.assign(globalThis, { called: true });
          return new Promise(() => {});
        },
      });
    });
    const result = errorOf(page, `(await api.getService("slow")).wait()`);
    await expect
      .poll(() => provider.evaluate(() => (globalThis as unknown as { called: boolean }).called))
      .toBe(true);
    await provider.close();
    expect(await result).toMatch(/^provider-gone/);
  });
});

test("a getService call under way rejects when the worker is killed", async ({ page, site, browserName }) => {
  test.skip(browserName !== "chromium", "only Chromium's protocol kills a worker on demand");
  await connect(page, site.origin);
  await page.evaluate(() => api.registerService({ id: "slow", wait: () => new Promise(() => {}) }));
  const result = errorOf(page, `(await api.getService("slow")).wait()`);
  await expect.poll(() => page.evaluate(() => api.listServices().then(({ length }) => length))).toBe(1);
  await killWorker(page);
  expect(await result).toMatch(/^provider-gone/);
});

test("generateToken is refused until workspaces have tokens", async ({ page, site }) => {
  await connect(page, site.origin);
  expect(await errorOf(page, "api.generateToken()")).toMatch(/^not-supported: /);
});

test("on, once and off tell of services that come, change and go in other pages", async ({
  page,
  context,
  site,
}) => {
  await connect(page, site.origin);
  await page.evaluate(() => {
    const log: string[] = [];
    Object.assign(globalThis, { log });
    for (const name of ["service_added", "service_updated", "service_removed"] as const)
      api.on(name, ({ id }) => log.push(`${name} ${id}`));
    api.once("service_added", () => log.push("once"));
  });
  await page.evaluate(() => api.listServices());
  const other = await context.newPage();
  await connect(other, site.origin, { client_id: "other" });
  await other.evaluate(async () => {
    await api.registerService({ id: "quiet" }, { notify: false });
    await api.registerService({ id: "S" });
    await api.registerService({ id: "S", description: "changed" }, { overwrite: true });
    await api.unregisterService("S");
    await api.registerService({ id: "T" });
  });
  const log = () => page.evaluate(() => (globalThis as unknown as { log: string[] }).log);
  const before = [
    "service_added W/other:S",
    "once",
    "service_updated W/other:S",
    "service_removed W/other:S",
    "service_added W/other:T",
  ];
  await expect.poll(log).toEqual(before);
  await page.evaluate(() => api.off("service_removed"));
  await page.evaluate(() =>
    api.on("service_removed", ({ id }) =>
      (globalThis as unknown as { log: string[] }).log.push(`gone ${id}`),
    ),
  );
  await other.close();
  await expect.poll(log).toEqual([...before, "gone W/other:T"]);
});
