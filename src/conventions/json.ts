import { BadResult } from "./bad-result.js";

/**
 * A value as JSON, or a refusal: what JSON would drop or empty without a word is never sent.
 * @param what names the value in the refusal
 * @throws {BadResult}
 */
export function toJson(value: unknown, what: string): string {
  if (value === undefined) throw new BadResult(`${what} is undefined, which JSON cannot hold; use null`);
  refuseEmptied(value, what);
  try {
    return JSON.stringify(value, refuseUnserialisable);
  } catch (error) {
    throw new BadResult(`${what} cannot be sent as JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** JSON makes an empty object of them. */
const EMPTIED = [Map, Set, WeakMap, WeakSet, Promise, Error, RegExp];

/** @throws {BadResult} for what JSON would make an empty object of */
export function refuseEmptied(value: unknown, what: string): void {
  const kind = EMPTIED.find((one) => value instanceof one);
  if (kind && value instanceof kind)
    throw new BadResult(
      `${what} is a ${value.constructor.name}, which JSON cannot hold; return a plain object`,
    );
}

/** JSON.stringify drops functions and symbols silently and has no word for BigInt. */
function refuseUnserialisable(key: string, value: unknown): unknown {
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint")
    throw new TypeError(`the value${key && ` of ${JSON.stringify(key)}`} is a ${typeof value}`);
  return value;
}
