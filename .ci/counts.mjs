import { stripVTControlCharacters } from "node:util";

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts Each failure is named. */
/** @typedef {{ name: string, outcome: "passed" | "failed" | "skipped", message?: string }} Test */

/**
 * Counts Vitest's JSON report. A test that never finished and a file that could not be loaded have failed.
 *
 * @returns {Counts}
 */
export function countVitest(report) {
  return toCounts(
    report.testResults.flatMap((file) => {
      const tests = file.assertionResults.map(({ fullName, status, failureMessages }) => ({
        name: fullName,
        outcome: toVitestOutcome(status),
        message: failureMessages?.[0],
      }));
      const isBroken = file.status === "failed" && !tests.some(({ outcome }) => outcome === "failed");
      return isBroken ? [...tests, { name: file.name, outcome: "failed", message: file.message }] : tests;
    }),
  );
}

function toVitestOutcome(status) {
  if (status === "passed") return "passed";
  return ["skipped", "todo", "disabled"].includes(status) ? "skipped" : "failed";
}

/**
 * Counts Playwright's JSON report. Playwright itself calls a test skipped that was interrupted or that never had its
 * turn, and has errors that belong to no test: these have failed. So has one that passed at a second attempt.
 *
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const errors = report.errors.map(({ message }) => ({
    name: "outside of every test",
    outcome: "failed",
    message,
  }));
  return toCounts([...report.suites.flatMap((suite) => toTests(suite)).map(({ test }) => test), ...errors]);
}

/** @returns {{ engine: string, test: Test }[]} */
function toTests({ title, specs, suites = [] }, outer = []) {
  const path = [...outer, title];
  return [
    ...specs.flatMap((spec) =>
      spec.tests.map((test) => ({
        engine: test.projectName,
        test: {
          name: `[${test.projectName}] ${[...path, spec.title].join(" › ")}`,
          outcome: toPlaywrightOutcome(test),
          message: test.results.find(({ error }) => error)?.error.message,
        },
      })),
    ),
    ...suites.flatMap((suite) => toTests(suite, path)),
  ];
}

function toPlaywrightOutcome({ status, expectedStatus, results }) {
  if (status === "expected") return "passed";
  const isMeant = expectedStatus === "skipped" && results.every((result) => result.status === "skipped");
  return status === "skipped" && isMeant ? "skipped" : "failed";
}

/** @param {Test[]} tests @returns {Counts} */
function toCounts(tests) {
  const select = (wanted) => tests.filter(({ outcome }) => outcome === wanted);
  return {
    passed: select("passed").length,
    failed: select("failed").length,
    skipped: select("skipped").length,
    failures: select("failed").map(formatFailure),
  };
}

function formatFailure({ name, message }) {
  const reason = stripVTControlCharacters(message ?? "without an error").trim();
  return [name, ...reason.split("\n").slice(0, 12)].join("\n    ");
}

/** Of a part that failed as a whole. @returns {Counts} */
export function toFailure(name, message) {
  return toCounts([{ name, outcome: "failed", message }]);
}

/** @param {Counts[]} parts @returns {Counts} */
export function sum(parts) {
  const add = (key) => parts.reduce((total, part) => total + part[key], 0);
  return {
    passed: add("passed"),
    failed: add("failed"),
    skipped: add("skipped"),
    failures: parts.flatMap(({ failures }) => failures),
  };
}

/** Of Playwright's JSON report, a line for each engine. */
export function formatEngines(report) {
  const engines = new Map();
  for (const { engine, test } of report.suites.flatMap((suite) => toTests(suite)))
    engines.set(engine, [...(engines.get(engine) ?? []), test]);
  return [...engines].map(([engine, tests]) => {
    const { passed, failed, skipped } = toCounts(tests);
    return `${engine}: ${passed} passed, ${failed} failed, ${skipped} skipped`;
  });
}

/** The last line alone, as machines read it; what failed and how many were skipped goes before. @param {Counts} counts */
export function format({ passed, failed, skipped, failures }) {
  const named = failures.map((failure) => `failed: ${failure}\n`).join("");
  return `${named}${skipped ? `${skipped} skipped\n` : ""}${passed} passed, ${failed} failed`;
}
