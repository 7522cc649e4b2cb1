import type { Call } from "../convention.js";
import { type Callable, isPlainObject } from "../hypha/lookup.js";
import { Refusal } from "../refusal.js";

/** What a request gives to a function: positional arguments, or named ones. */
export type Given = readonly unknown[] | Readonly<Record<string, unknown>>;

/** @throws {Refusal} for arguments that cannot be understood */
export async function parseArguments(call: Call): Promise<Given> {
  return call.method.toUpperCase() === "GET" ? parseQuery(call.query) : parseBody(call);
}

/** Hypha's reading: numbers become numbers, what begins with `{` is JSON, the last of repeated names counts. */
function parseQuery(query: string): Given {
  const pairs = [...new URLSearchParams(query)].filter(([name]) => name !== "_mode");
  return Object.fromEntries(pairs.map(([name, value]) => [name, parseValue(name, value)]));
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function parseValue(name: string, value: string): unknown {
  if (value.startsWith("{")) return parseJson(value, `The parameter ${name}`);
  if (!NUMBER.test(value)) return value;
  const number = Number(value);
  // An id of twenty digits would come out as another one.
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? value : number;
}

async function parseBody({ headers, body }: Call): Promise<Given> {
  const text = await new Response(body).text();
  if (text === "") return [];
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  if (type && !/^application\/json\b/i.test(type.trim()))
    throw badRequest(415, `The body has the content type ${type}; send application/json`);
  const value = parseJson(text, "The body");
  if (Array.isArray(value)) return value;
  return isPlainObject(value) ? value : [value];
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(400, `${what} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * Named arguments go to the parameters of these names, as Hypha's client for JavaScript passes Python's keyword arguments;
 * a function that has none of the names gets them as one object, and without any it gets no argument.
 */
export function toPositional(fn: Callable, given: Given, isContextGiven: boolean): unknown[] {
  if (isList(given)) return [...given];
  if (Object.keys(given).length === 0) return [];
  const names = parseParameters(fn).filter((name) => !isContextGiven || name !== "context");
  if (!names.some((name) => Object.hasOwn(given, name))) return [given];
  const args = names.map((name) => (Object.hasOwn(given, name) ? given[name] : undefined));
  // Parameters at the end that were not given are left to the context.
  return args.slice(0, 1 + args.findLastIndex((value) => value !== undefined));
}

function isList(given: Given): given is readonly unknown[] {
  return Array.isArray(given);
}

const PARAMETERS =
  /^(?:async\b\s*)?(?:function\b\s*)?\*?\s*(?:[\w$]+|"[^"]*"|'[^']*'|\[[^\]]*\])?\s*\(([^()]*)\)/;
const ARROW_PARAMETER = /^(?:async\s+)?([\w$]+)\s*=>/;
const NAME = /^([\w$]+)(?:\s*=[^>].*)?$/s;

/** Names of a function's parameters, from its source; none when one is more than a name and a default, or a built-in's. */
function parseParameters(fn: Callable): string[] {
  const source = Function.prototype.toString.call(fn);
  const list = ARROW_PARAMETER.exec(source)?.[1] ?? PARAMETERS.exec(source)?.[1] ?? "";
  const names = list
    .replace(/,\s*$/, "")
    .split(",")
    .map((one) => NAME.exec(one.trim())?.[1]);
  return names.every((name) => name !== undefined) ? names : [];
}

function badRequest(status: number, message: string): Refusal {
  return new Refusal(status, "bad-request", message);
}
