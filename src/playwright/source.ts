import { Script } from "node:vm";
import { describeValue } from "../conventions/bad-result.js";
import { isPlainObject } from "../conventions/hypha/lookup.js";
import { TabserveError } from "../errors.js";

/**
 * A service as JavaScript that makes it again in a page: plain data, and functions by their source. What a function closes over
 * stays behind.
 * @throws {TabserveError} `bad-service` for what has no source, or is no plain data
 */
export function toSource(value: unknown, path = "the service"): string {
  if (typeof value === "function") return toFunctionSource(value as () => unknown, path);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return `[${value.map((one, i) => toSource(one, `${path}[${i}]`)).join()}]`;
  if (isPlainObject(value)) return toObjectSource(value, path);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value === null || ["undefined", "boolean", "string"].includes(typeof value))
    return value === undefined ? "undefined" : JSON.stringify(value);
  throw bad(path, `is ${describeValue(value)}, and can only be plain data or a function`);
}

function toObjectSource(value: Record<string, unknown>, path: string): string {
  const members = Object.entries(value).map(
    // Computed, so that `__proto__` is a name like any other.
    ([key, one]) => `[${JSON.stringify(key)}]: ${toSource(one, toPath(path, key))}`,
  );
  return `({${members.join()}})`;
}

function toFunctionSource(fn: () => unknown, path: string): string {
  const source = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source))
    throw bad(path, "is a bound or built-in function, which has no source; write it out");
  if (isExpression(`(${source})`)) return `(${source})`;
  // A method: `name() {}`, `async *name() {}`.
  if (isExpression(`({${source}})`)) return `Object.values({${source}})[0]`;
  throw bad(path, `cannot be made again from its source, ${source.slice(0, 60)}…`);
}

function isExpression(source: string): boolean {
  try {
    new Script(source);
    return true;
  } catch {
    return false;
  }
}

function toPath(path: string, key: string): string {
  return path === "the service" ? key : `${path}.${key}`;
}

function bad(path: string, problem: string): TabserveError {
  return new TabserveError("bad-service", `serve() with in: "page": ${path} ${problem}`);
}
