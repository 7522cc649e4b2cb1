import { describeValue } from "../conventions/bad-result.js";
import { TabserveError } from "../errors.js";

/** Which records; every key has a default. */
export interface ListQuery {
  /** How many, 0–200; 0 is as many as possible. Default 30. */
  readonly limit?: number;
  /** How many of the newest to leave out. Default 0. */
  readonly skip?: number;
  /** Started at this time or later; epoch milliseconds. */
  readonly since?: number;
  /** Started at this time or earlier; epoch milliseconds. */
  readonly upto?: number;
  /** Of this function, or `package/function`. */
  readonly name?: string;
}

/** Which records; all keys have a value. */
export interface RecordQuery {
  readonly limit: number;
  readonly skip: number;
  /** Epoch milliseconds of the start. */
  readonly since: number;
  /** Epoch milliseconds of the start. */
  readonly upto: number;
  /** A function, or `package/function`; `""` for every one. */
  readonly name: string;
}

const MOST = 200;

/** @throws {TabserveError} `bad-option` */
export function toQuery({ limit = 30, skip = 0, since, upto, name = "" }: ListQuery = {}): RecordQuery {
  if (!Number.isInteger(limit) || limit < 0 || limit > MOST)
    throw bad(`The value '${toText(limit)}' is not in the range of 0 to ${MOST} for activations.`);
  if (!Number.isInteger(skip) || skip < 0)
    throw bad(`The value '${toText(skip)}' of skip is no whole number from 0 on.`);
  for (const [key, time] of Object.entries({ since, upto }))
    if (time !== undefined && (typeof time !== "number" || Number.isNaN(time)))
      throw bad(
        `The value '${toText(time)}' of ${key} is no time; use epoch milliseconds, as Date.now() gives`,
      );
  if (typeof name !== "string")
    throw bad(`The value '${toText(name)}' of name is no text; use a function's name or package/function`);
  return {
    limit: limit === 0 ? MOST : limit,
    ...{ skip, name },
    since: since ?? Number.NEGATIVE_INFINITY,
    upto: upto ?? Number.POSITIVE_INFINITY,
  };
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : describeValue(value);
}

function bad(message: string): TabserveError {
  return new TabserveError("bad-option", message);
}
