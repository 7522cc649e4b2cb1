/** A load test as the form says it. */
export interface LoadPlan {
  /** Calls in all. */
  readonly calls: number;
  /** Calls at the same time. */
  readonly concurrency: number;
}

/** What a page can be asked to do without being stuck for minutes. */
export const LIMITS = { calls: 20_000, concurrency: 100 } as const;

const TITLES = { calls: "Calls", concurrency: "At a time" } as const;

/** A plan, or what is wrong with which field. */
export type ParsedPlan =
  | { readonly plan: LoadPlan }
  | { readonly field: keyof LoadPlan; readonly problem: string };

/** Reads what was typed. */
export function parsePlan(typed: Readonly<Record<keyof LoadPlan, string>>): ParsedPlan {
  for (const field of ["calls", "concurrency"] as const) {
    const value = toNumber(typed[field]);
    const most = LIMITS[field];
    if (value === undefined || value < 1 || value > most) {
      const range = `a whole number from 1 to ${most.toLocaleString("en")}`;
      return { field, problem: `${TITLES[field]}: “${typed[field].trim()}” is not ${range}.` };
    }
  }
  const plan = { calls: Number(typed.calls), concurrency: Number(typed.concurrency) };
  return { plan: { ...plan, concurrency: Math.min(plan.concurrency, plan.calls) } };
}

function toNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}
