import { connectPage, expect, test } from "./fixtures.js";

test("the first program of the README answers, and the same in a new tab", async ({
  page,
  site,
  context,
}) => {
  await connectPage(page, `${site.origin}/`, { workspace: "W" });
  await page.evaluate(async () => {
    // biome-ignore format: as people copy it
    await api.register_service({
      "id": "hello-functions", "type": "functions",
      "config": { "visibility": "public", "require_context": true },
      "hello-world": async (event: unknown, context: unknown) => ({ status: 200, headers: {'Content-Type': 'application/json'}, body: JSON.stringify({message: "Hello World"}) }),
      "index": async (event: unknown, context: unknown) => ({ status: 200, body: "Home page" })
    })
  });
  const get = (path: string) => page.evaluate(async (path) => (await fetch(path)).text(), path);
  expect(await get("/W/apps/hello-functions/hello-world/")).toBe('{"message":"Hello World"}');
  expect(await get("/W/apps/hello-functions/")).toBe("Home page");
  const tab = await context.newPage();
  await tab.goto(`${site.origin}/W/apps/hello-functions/hello-world/`);
  expect(await tab.textContent("body")).toBe('{"message":"Hello World"}');
  await tab.goto(`${site.origin}/W/apps/hello-functions/`);
  expect(await tab.textContent("body")).toBe("Home page");
});
