import { expect, test } from "vitest";
import { type LoadAnswer, LoadRun } from "./load-run.js";

/** A place whose calls each take a millisecond of a clock that only they move. */
function toPlace(ask: (count: number, signal: AbortSignal) => Promise<LoadAnswer>) {
  const place = { time: 1_000, running: 0, most: 0, count: 0, progress: 0 };
  return Object.assign(place, {
    now: () => place.time,
    onProgress: () => place.progress++,
    ask: async (signal: AbortSignal) => {
      place.most = Math.max(place.most, ++place.running);
      const answer = ask(++place.count, signal);
      await answer.catch(() => {});
      place.time++;
      place.running--;
      return answer;
    },
  });
}

const ok = async () => ({ status: 200 });

test("makes as many calls as planned, and as many at a time", async () => {
  const place = toPlace(ok);
  const run = new LoadRun({ calls: 25, concurrency: 4 }, place);
  await run.run();
  expect([run.samples.length, place.count, place.most, place.progress]).toEqual([25, 25, 4, 25]);
  expect([run.endings, run.failures, run.isCancelled]).toEqual([new Map([["200", 25]]), 0, false]);
});

test("tells answers, refusals and failures apart", async () => {
  const answers: LoadAnswer[] = [
    { status: 200 },
    { status: 404 },
    { status: 503 },
    { status: undefined, failure: "no network" },
  ];
  const run = new LoadRun(
    { calls: 5, concurrency: 1 },
    toPlace(async (count) => answers[count - 1] ?? Promise.reject(new Error("broken"))),
  );
  await run.run();
  expect(Object.fromEntries(run.endings)).toEqual({ 200: 1, 404: 1, 503: 1, "no network": 1, broken: 1 });
  expect(run.failures).toBe(4);
});

test("measures each call and the rate of all", async () => {
  const run = new LoadRun({ calls: 10, concurrency: 1 }, toPlace(ok));
  await run.run();
  expect(run.samples.map(({ milliseconds }) => milliseconds)).toEqual(new Array(10).fill(1));
  expect(run.samples[3]?.time).toBe(1_003);
  expect(run.rate).toBe(1_000);
});

test("begins no call after it was cancelled, and counts none that was under way", async () => {
  const place = toPlace(async (count, signal) => {
    if (count < 8) return { status: 200 };
    run.cancel();
    signal.throwIfAborted();
    return { status: 200 };
  });
  const run: LoadRun = new LoadRun({ calls: 1_000, concurrency: 3 }, place);
  await run.run();
  expect(run.isCancelled).toBe(true);
  expect(run.samples.length).toBeLessThan(8);
  expect(place.count).toBeLessThanOrEqual(10);
  expect(run.failures).toBe(0);
});
