/** A handler returned something that is no answer; the text names the key and value at fault. */
export class BadResult extends Error {
  override readonly name = "BadResult";
}

/** A short name for a value in an error text; never throws. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "bigint" ? `${value}n` : String(value);
}
