import type { RecordQuery } from "./query.js";

/** What to ask IndexedDB for. */
export interface RecordRange {
  readonly index: "name" | "path" | undefined;
  readonly lower: IDBValidKey;
  readonly upper: IDBValidKey;
  /** Records to read at most, with those to skip. */
  readonly count: number;
}

/** Nothing sorts behind an array that begins alike and goes on with an array. */
const LAST: IDBValidKey = [];

/** The keys of the records asked for, without those that the next trim takes away. */
export function toRange(
  { limit, skip, since, upto, name }: RecordQuery,
  bounds: { readonly count: number; readonly milliseconds: number; readonly now: number },
): RecordRange {
  const oldest = Math.max(since, bounds.now - bounds.milliseconds);
  const lower: IDBValidKey = [-upto];
  const upper: IDBValidKey = [-oldest, LAST];
  const count = Math.min(skip + limit, bounds.count);
  // An upper bound below the lower one is an error to IndexedDB, and here no records.
  if (upto < oldest) return { index: undefined, lower, upper: lower, count: 0 };
  if (name === "") return { index: undefined, lower, upper, count };
  return {
    index: name.includes("/") ? "path" : "name",
    lower: [name, lower],
    upper: [name, upper],
    count,
  };
}
