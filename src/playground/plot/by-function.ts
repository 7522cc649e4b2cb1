import { type Summary, summarize } from "./percentiles.js";
import type { Sample } from "./sample.js";

/** What the calls of one function come to. */
export interface FunctionSummary extends Summary {
  /** `service/function` */
  readonly name: string;
  readonly failures: number;
}

/** The busiest first. */
export function summarizeByFunction(samples: readonly Sample[]): FunctionSummary[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const group = groups.get(sample.name) ?? [];
    groups.set(sample.name, group);
    group.push(sample);
  }
  const summaries = [...groups].flatMap(([name, group]) => {
    const summary = summarize(group.map(({ milliseconds }) => milliseconds));
    const failures = group.filter(({ isFailed }) => isFailed).length;
    return summary ? [{ name, failures, ...summary }] : [];
  });
  return summaries.sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}
