import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Ending, run } from "./run.js";

let folder: string;
let site: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tabserve-cli-"));
  site = join(folder, "public");
  mkdirSync(site);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command of a package of a version. */
function runVersion(version: string, ...args: readonly string[]): Ending {
  const dist = join(folder, `dist-${version}`);
  mkdirSync(join(dist, "page"), { recursive: true });
  writeFileSync(join(dist, "tabserve-worker.js"), `/*! tabserve ${version} */\nserve();\n`);
  writeFileSync(join(dist, "page/index.js"), `connect("${version}");\n//# sourceMappingURL=index.js.map`);
  writeFileSync(join(dist, "page/index.js.map"), "{}");
  writeFileSync(join(dist, `page/only-in-${version}.js`), "");
  return run(args, { version, dist });
}

const init = (...options: readonly string[]) => runVersion("1.0.0", "init", site, ...options);

const read = (file: string) => readFileSync(join(site, file), "utf8");

describe("tabserve init", () => {
  test("copies the worker and says what is next", () => {
    const { code, text } = init();
    expect(code).toBe(0);
    expect(read("tabserve-worker.js")).toBe("/*! tabserve 1.0.0 */\nserve();\n");
    expect(text).toContain(`${site}/tabserve-worker.js is that of tabserve 1.0.0 now.`);
    expect(text).toContain('import { connect } from "tabserve"');
    expect(text).toContain(`npx tabserve init ${site} --check`);
    expect(readdirSync(site)).toEqual(["tabserve-worker.js"]);
  });

  test("does nothing the second time", () => {
    init();
    expect(init()).toEqual({ code: 0, text: `${site}/tabserve-worker.js is that of tabserve 1.0.0.` });
  });

  test("replaces the worker of another version", () => {
    init();
    expect(runVersion("2.0.0", "init", site).code).toBe(0);
    expect(read("tabserve-worker.js")).toContain("tabserve 2.0.0");
  });

  test("refuses a folder that does not exist, and a file in its place", () => {
    const missing = runVersion("1.0.0", "init", join(site, "none"));
    expect(missing.code).toBe(1);
    expect(missing.text).toContain(`There is no folder ${join(site, "none")}: create it`);
    writeFileSync(join(site, "file"), "");
    expect(runVersion("1.0.0", "init", join(site, "file")).code).toBe(1);
  });

  test("leaves another worker alone, unless it is told to", () => {
    writeFileSync(join(site, "tabserve-worker.js"), "theirs();");
    expect(init()).toEqual({
      code: 1,
      text: `${site}/tabserve-worker.js is there and is not Tabserve's; move it away, or replace it with --force.`,
    });
    expect(read("tabserve-worker.js")).toBe("theirs();");
    expect(init("--force").code).toBe(0);
    expect(read("tabserve-worker.js")).toContain("tabserve 1.0.0");
  });
});

describe("tabserve init --modules", () => {
  test("copies the page's modules, without their maps", () => {
    const { text } = init("--modules");
    expect(readdirSync(join(site, "tabserve")).sort()).toEqual([
      "README.txt",
      "index.js",
      "only-in-1.0.0.js",
    ]);
    expect(read("tabserve/index.js")).toBe('connect("1.0.0");\n');
    expect(text).toContain('import { connect } from "./tabserve/index.js"');
  });

  test("leaves no file of another version", () => {
    init("--modules");
    runVersion("2.0.0", "init", site, "--modules");
    expect(readdirSync(join(site, "tabserve")).sort()).toEqual([
      "README.txt",
      "index.js",
      "only-in-2.0.0.js",
    ]);
  });

  test("leaves another folder of this name alone", () => {
    mkdirSync(join(site, "tabserve"));
    writeFileSync(join(site, "tabserve/notes.md"), "mine");
    expect(init("--modules").text).toContain(`${site}/tabserve is there and is not Tabserve's`);
    expect(read("tabserve/notes.md")).toBe("mine");
    expect(existsSync(join(site, "tabserve-worker.js"))).toBe(false);
  });

  test.each([
    ["a file was changed", () => writeFileSync(join(site, "tabserve/index.js"), "changed();")],
    ["a file is missing", () => rmSync(join(site, "tabserve/index.js"))],
    ["a file is left over", () => writeFileSync(join(site, "tabserve/old.js"), "")],
  ])("--check fails when %s", (_, change) => {
    init("--modules");
    expect(init("--modules", "--check").code).toBe(0);
    change();
    expect(init("--modules", "--check").code).toBe(1);
  });
});

describe("tabserve init --check", () => {
  test("fails when the copy is missing", () => {
    expect(init("--check")).toEqual({
      code: 1,
      text: `${site}/tabserve-worker.js is missing.\nRun: npx tabserve init ${site}`,
    });
    expect(readdirSync(site)).toEqual([]);
  });

  test("fails when the copy is of another version", () => {
    init();
    expect(runVersion("2.0.0", "init", site, "--check")).toEqual({
      code: 1,
      text: `${site}/tabserve-worker.js is not that of tabserve 2.0.0, which is installed; its first line says 1.0.0.\nRun: npx tabserve init ${site}`,
    });
    expect(read("tabserve-worker.js")).toContain("1.0.0");
  });

  test("fails when the copy was changed", () => {
    init();
    writeFileSync(join(site, "tabserve-worker.js"), `${read("tabserve-worker.js")}more();`);
    expect(init("--check").code).toBe(1);
  });
});

describe("the command line", () => {
  test.each([[["--help"]], [[]], [["init", "--help"]]])("%j tells how it is used", (args) => {
    const { code, text } = runVersion("1.0.0", ...args);
    expect(code).toBe(0);
    expect(text).toContain("tabserve init <public-dir>");
  });

  test("--version tells the version alone", () => {
    expect(runVersion("1.2.3", "--version")).toEqual({ code: 0, text: "1.2.3" });
  });

  test.each([
    [["serve"], "There is no command serve."],
    [["init"], "init wants one folder, and got 0."],
    [["init", "a", "b"], "init wants one folder, and got 2."],
    [["init", "a", "--fast"], "--fast"],
  ])("%j is not understood", (args, text) => {
    const ending = runVersion("1.0.0", ...args);
    expect(ending.code).toBe(2);
    expect(ending.text).toContain(text);
    expect(ending.text).toContain("tabserve init <public-dir>");
  });
});
