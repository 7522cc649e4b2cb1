import { expect, library } from "../testing.js";

const { test } = library;

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
