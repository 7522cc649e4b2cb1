import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { OUT } from "./build.js";

/** Whole runs of a suite that uses `tabserve/playwright`, as its user sees them. */

interface Attachment {
  readonly name: string;
  readonly body?: string;
}

interface Step {
  readonly title: string;
  readonly error?: { readonly message: string };
}

interface Result {
  readonly status: string;
  readonly parallelIndex: number;
  readonly errors: readonly { readonly message: string }[];
  readonly attachments: readonly Attachment[];
  readonly steps?: readonly Step[];
}

/** Runs a file of e2e/testing/. @returns the result of each test by its title */
async function run(file: string, engine: string, workers: number): Promise<Map<string, Result>> {
  const cli = resolve(OUT, "../../node_modules/@playwright/test/cli.js");
  const config = resolve(OUT, "../testing/playwright.config.ts");
  const output = test.info().outputPath("nested");
  const args = [
    cli,
    "test",
    file,
    "-c",
    config,
    `--workers=${workers}`,
    "--reporter=json",
    `--output=${output}`,
  ];
  // What the runner of this test was told is not for the one it starts: neither its place nor its report's.
  const { TEST_WORKER_INDEX: _, PLAYWRIGHT_JSON_OUTPUT_FILE: __, ...env } = process.env;
  const json = await new Promise<string>((done) => {
    const options = { env: { ...env, ENGINE: engine }, maxBuffer: 2 ** 26 };
    // Some tests are to fail; the report says which did.
    execFile(process.execPath, args, options, (_error, stdout) => done(stdout));
  });
  const { suites } = JSON.parse(json) as {
    suites: { specs: { title: string; tests: { results: Result[] }[] }[] }[];
  };
  const specs = suites.flatMap(({ specs }) => specs);
  return new Map(specs.flatMap(({ title, tests }) => (tests[0]?.results ?? []).map((one) => [title, one])));
}

const decode = ({ body = "" }: Attachment) => Buffer.from(body, "base64").toString();

test.skip(({ browserName }) => browserName !== "chromium", "what is shown is the runner's, not a browser's");

test("20 tests in 4 workers have answers of their own for the same URL", async ({ browserName }) => {
  test.setTimeout(180_000);
  const results = [...(await run("isolation", browserName, 4)).values()];
  expect(results.map(({ status }) => status)).toEqual(Array(20).fill("passed"));
  expect(new Set(results.map(({ parallelIndex }) => parallelIndex)).size).toBe(4);
});

test("tests end as they should, and their report tells what handlers threw", async ({ browserName }) => {
  test.setTimeout(180_000);
  const results = await run("outcomes", browserName, 2);
  expect(results.size).toBe(6);
  for (const [title, { status, errors }] of results)
    expect
      .soft(status, `${title}: ${errors.map(({ message }) => message)}`)
      .toBe(title.split(":")[0]?.replace("es", "ed").replace("fails", "failed"));
  const { attachments = [], steps = [] } =
    results.get("passes: a handler throws, and the test wants it so") ?? {};
  const [thrown] = attachments;
  expect(thrown?.name).toBe("s: a handler threw");
  expect(thrown && decode(thrown)).toContain("Error: boom in a handler");
  const step = steps.find(({ title }) => title === "serve GET /local/apps/s/boom");
  expect(step?.error?.message).toContain("boom in a handler");
  const expected = results.get("fails: a handler expects what is not so");
  expect(expected?.errors[0]?.message).toContain("expected in a handler");
  const listed = results.get("fails: the test has a list of the calls")?.attachments ?? [];
  expect(listed.map(decode).join()).toContain("GET /local/apps/s/bom → 404 function-not-found");
});
