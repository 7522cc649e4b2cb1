import { expect, test } from "vitest";
import { LoadRun } from "./load-run.js";
import { describeProgress, listFigures, toEndingsTable } from "./load-summary.js";

async function runCalls(statuses: readonly (number | undefined)[], cancelAfter = Number.POSITIVE_INFINITY) {
  let time = 0;
  let count = 0;
  const run: LoadRun = new LoadRun(
    { calls: statuses.length, concurrency: 1 },
    {
      now: () => time,
      onProgress() {
        if (count >= cancelAfter) run.cancel();
      },
      ask: async () => {
        time += 10;
        const status = statuses[count++];
        return status === undefined ? { status, failure: "no network" } : { status };
      },
    },
  );
  await run.run();
  return run;
}

test("a whole test is summed up", async () => {
  const run = await runCalls([200, 200, 500, undefined]);
  expect(describeProgress(run, 99)).toBe("Done in 40.0 ms: 4 calls, 2 failed.");
  expect(listFigures(run).map(({ title, value }) => `${title} ${value}`)).toEqual([
    "calls a second 100",
    "p50 10.0 ms",
    "p95 10.0 ms",
    "p99 10.0 ms",
    "slowest 10.0 ms",
    "failed 2",
  ]);
  expect(toEndingsTable(run).rows).toEqual([
    ["200", "2", "50.0 %"],
    ["500", "1", "25.0 %"],
    ["no answer: no network", "1", "25.0 %"],
  ]);
});

test("a cancelled test tells how far it came", async () => {
  expect(describeProgress(await runCalls([200, 200, 200, 200], 2), 99)).toBe(
    "Cancelled after 20.0 ms: 2 of 4 calls.",
  );
});

test("a test under way tells where it is", () => {
  const place = { now: () => 500, onProgress() {}, ask: async () => ({ status: 200 }) };
  const run = new LoadRun({ calls: 2_000, concurrency: 1 }, place);
  expect(describeProgress(run, 1_000)).toBe("0 of 2,000 calls, 0 a second");
  expect(listFigures(run)).toEqual([]);
});
