import type { Case, CaseResult, EngineName, Report } from "./case.js";
import { PAGES, type PageName } from "./cases.js";
import { sleep } from "./check.js";
import { tell } from "./reporter.js";

/** Runs the cases that the address names, in order; shows how each ended and leaves it as `globalThis.conformance`. */

/** Milliseconds for one case. */
const BOUND = 20_000;

const ICONS = { passed: "✓", failed: "✗", differs: "≠" };

const report: Report = {
  engine: recogniseEngine(),
  results: [],
  passed: 0,
  failed: 0,
  done: false,
};
globalThis.conformance = report;
const page = (new URLSearchParams(location.search).get("page") ?? "main") as PageName;
await runAll(PAGES[page]);

async function runAll(cases: readonly Case[]): Promise<void> {
  const summary = document.body.appendChild(document.createElement("p"));
  const list = document.body.appendChild(document.createElement("ol"));
  for (const one of cases) {
    const result = await runCase(one);
    report.results.push(result);
    report[result.status === "failed" ? "failed" : "passed"]++;
    const text = `${ICONS[result.status]} ${result.name} ${result.message && `(${result.message})`}`;
    list.appendChild(document.createElement("li")).textContent = text;
    summary.textContent = `${report.engine}: ${report.passed} of ${cases.length} passed, ${report.failed} failed`;
    report.done = report.results.length === cases.length;
    await tell(report);
  }
}

async function runCase({ name, run, differs }: Case): Promise<CaseResult> {
  const begin = performance.now();
  const problem = await Promise.race([
    Promise.resolve()
      .then(run)
      .then(() => "", String),
    sleep(BOUND).then(() => `not within ${BOUND} ms`),
  ]);
  const time = Math.round(performance.now() - begin);
  const reason = differs?.[report.engine];
  if (reason === undefined) return { name, status: problem ? "failed" : "passed", message: problem, time };
  if (problem) return { name, status: "differs", message: reason, time };
  return { name, status: "failed", message: `it passes now; before: ${reason}`, time };
}

function recogniseEngine(): EngineName {
  if ("userAgentData" in navigator) return "chromium";
  return CSS.supports("-moz-appearance", "none") ? "firefox" : "webkit";
}
