import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, INSTALLED, test } from "./app.js";

test("a site without a bundler answers, with what tabserve init copies", async ({ installed, page }) => {
  const site = mkdtempSync(join(dirname(INSTALLED), "site-"));
  await promisify(execFile)(join(INSTALLED, "node_modules/.bin/tabserve"), ["init", site, "--modules"]);
  writeFileSync(join(site, "index.html"), '<!doctype html><script type="module" src="main.js"></script>');
  writeFileSync(
    join(site, "main.js"),
    `import { connect } from "./tabserve/index.js";
    const api = await connect({ workspace: "demo" });
    const { url } = await api.registerService({
      id: "hello",
      type: "functions",
      config: { visibility: "public" },
      index: () => "Hello",
    });
    document.body.append(await (await fetch(url)).text());`,
  );
  const failed: string[] = [];
  page.on("response", (response) => {
    if (!response.ok()) failed.push(response.url());
  });
  await page.goto(await installed.preview(site));
  await expect(page.locator("body")).toHaveText("Hello");
  expect(failed.filter((url) => !url.endsWith("/favicon.ico"))).toEqual([]);
});
