import { describe, expect, test } from "vitest";
import { countPlaywright, countVitest, format, formatEngines, sum, toFailure } from "./counts.mjs";

describe("a Vitest report", () => {
  const countFile = (status, ...statuses) =>
    countVitest({
      testResults: [
        {
          ...{ name: "a.test.ts", status, message: "no such module" },
          assertionResults: statuses.map((status) => ({ fullName: `is ${status}`, status })),
        },
      ],
    });

  test("counts each test once", () => {
    expect(countFile("failed", "passed", "passed", "failed", "skipped", "todo")).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
      failures: ["is failed\n    without an error"],
    });
  });

  test("counts a test that never finished as failed", () => {
    expect(countFile("passed", "passed", "pending")).toMatchObject({ passed: 1, failed: 1, skipped: 0 });
  });

  test("counts a file that could not be loaded as failed", () => {
    expect(countFile("failed")).toEqual({
      ...{ passed: 0, failed: 1, skipped: 0 },
      failures: ["a.test.ts\n    no such module"],
    });
  });
});

describe("a Playwright report", () => {
  const countTest = (status, expectedStatus, ...results) =>
    countPlaywright({
      errors: [],
      suites: [
        {
          specs: [],
          suites: [{ specs: [{ tests: [{ status, expectedStatus, results: results.map(toResult) }] }] }],
        },
      ],
    });
  const toResult = (status) => ({ status });
  const PASSED = { passed: 1, failed: 0, skipped: 0 };
  const FAILED = { passed: 0, failed: 1, skipped: 0 };
  const SKIPPED = { passed: 0, failed: 0, skipped: 1 };

  test.each([
    ["passed", countTest("expected", "passed", "passed"), PASSED],
    ["failed as it should", countTest("expected", "failed", "failed"), PASSED],
    ["failed", countTest("unexpected", "passed", "failed"), FAILED],
    ["timed out", countTest("unexpected", "passed", "timedOut"), FAILED],
    ["passed at the second attempt", countTest("flaky", "passed", "failed", "passed"), FAILED],
    ["was interrupted", countTest("skipped", "passed", "interrupted"), FAILED],
    ["was interrupted before its skip", countTest("skipped", "skipped", "interrupted"), FAILED],
    ["never had its turn", countTest("skipped", "passed"), FAILED],
    ["was left out after another failed", countTest("skipped", "passed", "skipped"), FAILED],
    ["is skipped", countTest("skipped", "skipped", "skipped"), SKIPPED],
  ])("counts a test that %s", (_name, counted, expected) => {
    expect(counted).toMatchObject(expected);
  });

  test("counts an error outside of every test as failed", () => {
    expect(countPlaywright({ suites: [], errors: [{ message: "global set-up" }] })).toEqual({
      ...FAILED,
      failures: ["outside of every test\n    global set-up"],
    });
  });
});

test("the last line adds up all parts, alone; what failed and how many were skipped stands before", () => {
  const unit = { passed: 10, failed: 0, skipped: 0, failures: [] };
  expect(format(sum([unit, unit]))).toBe("20 passed, 0 failed");
  const parts = [
    unit,
    { passed: 1, failed: 1, skipped: 3, failures: ["a test"] },
    toFailure("browser", "no browser"),
  ];
  expect(format(sum(parts))).toBe(
    "failed: a test\nfailed: browser\n    no browser\n3 skipped\n11 passed, 2 failed",
  );
});

test("a failed test is named with its engine, its file and where in it, and the beginning of its error", () => {
  const error = { message: `\u001b[31mError\u001b[39m: no\n${"more\n".repeat(20)}` };
  const tests = [
    {
      projectName: "firefox",
      status: "unexpected",
      expectedStatus: "passed",
      results: [{ status: "failed", error }],
    },
  ];
  const suites = [
    { title: "a.spec.ts", specs: [], suites: [{ title: "group", specs: [{ title: "works", tests }] }] },
  ];
  const [failure] = countPlaywright({ errors: [], suites }).failures;
  expect(failure.split("\n").slice(0, 3)).toEqual([
    "[firefox] a.spec.ts › group › works",
    "    Error: no",
    "    more",
  ]);
  expect(failure.split("\n")).toHaveLength(13);
});

test("each engine has a line of its own", () => {
  const toTest = (projectName, status) => ({
    ...{ projectName, status, expectedStatus: status === "skipped" ? "skipped" : "passed" },
    results: [{ status: status === "expected" ? "passed" : status }],
  });
  const specs = [
    { tests: [toTest("chromium", "expected"), toTest("firefox", "skipped")] },
    { tests: [toTest("chromium", "unexpected"), toTest("firefox", "expected")] },
  ];
  expect(
    formatEngines({ suites: [{ specs: specs.slice(0, 1), suites: [{ specs: specs.slice(1) }] }] }),
  ).toEqual(["chromium: 1 passed, 1 failed, 0 skipped", "firefox: 1 passed, 0 failed, 1 skipped"]);
});
