import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, library } from "../testing.js";

const { test } = library;

// The workers begin together: on a busy machine the first would have done everything before the last one is there.
test.beforeAll(async () => {
  const { config, parallelIndex, project } = test.info();
  const folder = resolve(project.outputDir, "../workers");
  mkdirSync(folder, { recursive: true });
  writeFileSync(resolve(folder, String(parallelIndex)), "");
  await expect.poll(() => readdirSync(folder).length, { timeout: 50_000 }).toBe(config.workers);
});

/** Every test serves the same URL, and changes what it serves while others do. */
for (let n = 0; n < 20; n++)
  test(`answers of test ${n} are its own`, async ({ page, serve }) => {
    let count = 0;
    const place = { origin: "http://app.test" };
    const service = await serve(
      {
        id: "same",
        type: "functions",
        index: () => ({ headers: { "content-type": "text/html" }, body: `<title>${n}</title>` }),
        who: () => `test ${n}, call ${++count}`,
      },
      place,
    );
    await page.goto("http://app.test/local/apps/same/");
    await expect(page).toHaveTitle(String(n));
    const ask = () => page.evaluate(async () => (await fetch("who")).text());
    for (let i = 1; i <= 5; i++) expect(await ask()).toBe(`test ${n}, call ${i}`);
    await service.update({ who: () => `test ${n} again` });
    expect(await ask()).toBe(`test ${n} again`);
    expect(serve.calls().map(({ function: name }) => name)).toEqual(["index", ...Array(6).fill("who")]);
  });
