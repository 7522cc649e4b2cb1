/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts Vitest's JSON report. A test that never finished and a file that could not be loaded have failed.
 *
 * @returns {Counts}
 */
export function countVitest(report) {
  const outcomes = report.testResults.flatMap((file) => {
    const tests = file.assertionResults.map(({ status }) => toVitestOutcome(status));
    const isBroken = file.status === "failed" && !tests.includes("failed");
    return isBroken ? [...tests, "failed"] : tests;
  });
  return toCounts(outcomes);
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
  const tests = report.suites.flatMap(toTests);
  return toCounts([...tests.map(toPlaywrightOutcome), ...report.errors.map(() => "failed")]);
}

function toTests(suite) {
  return [...suite.specs.flatMap(({ tests }) => tests), ...(suite.suites ?? []).flatMap(toTests)];
}

function toPlaywrightOutcome({ status, expectedStatus, results }) {
  if (status === "expected") return "passed";
  const isMeant = expectedStatus === "skipped" && results.every((result) => result.status === "skipped");
  return status === "skipped" && isMeant ? "skipped" : "failed";
}

function toCounts(outcomes) {
  const count = (wanted) => outcomes.filter((outcome) => outcome === wanted).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}

/** @param {Counts[]} parts */
export function sum(parts) {
  const add = (key) => parts.reduce((total, part) => total + part[key], 0);
  return { passed: add("passed"), failed: add("failed"), skipped: add("skipped") };
}

/** Of Playwright's JSON report, a line for each engine. */
export function formatEngines(report) {
  const engines = new Map();
  for (const test of report.suites.flatMap(toTests))
    engines.set(test.projectName, [...(engines.get(test.projectName) ?? []), test]);
  return [...engines].map(([engine, tests]) => {
    const { passed, failed, skipped } = toCounts(tests.map(toPlaywrightOutcome));
    return `${engine}: ${passed} passed, ${failed} failed, ${skipped} skipped`;
  });
}

/** The last line alone, as machines read it; what was skipped goes before. @param {Counts} counts */
export function format({ passed, failed, skipped }) {
  return `${skipped ? `${skipped} skipped\n` : ""}${passed} passed, ${failed} failed`;
}
