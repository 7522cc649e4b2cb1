import { toBadService } from "./bad-service.js";
import { describeValue } from "./conventions/bad-result.js";
import { isPlainObject } from "./conventions/hypha/lookup.js";
import type { ServiceConfig } from "./service-definition.js";

interface Rule {
  readonly isKept: (value: unknown) => boolean;
  /** After "it must be". */
  readonly text: string;
}

const VISIBILITIES: readonly unknown[] = ["public", "protected", "unlisted"];

/** Longest delay of a browser timer, in seconds. */
const MAX_TIMEOUT = 2_147_483;

const FLAG: Rule = { isKept: (value) => typeof value === "boolean", text: "true or false" };

const RULES: Readonly<Record<string, Rule>> = {
  visibility: {
    isKept: (value) => VISIBILITIES.includes(value),
    text: `one of ${VISIBILITIES.join(", ")}`,
  },
  require_context: {
    isKept: (value) => typeof value === "boolean" || isStringList(value),
    text: "true, false or a list of function names",
  },
  timeout: {
    isKept: (value) => typeof value === "number" && value > 0 && value <= MAX_TIMEOUT,
    text: `a number of seconds above 0, up to ${MAX_TIMEOUT}`,
  },
  singleton: FLAG,
  stream: FLAG,
  sse: FLAG,
  activations: FLAG,
};

/**
 * The settings of a service, as a copy; `{}` for none.
 * @throws {TabserveError} `bad-service`
 */
export function checkConfig(config: unknown, id: string): ServiceConfig {
  if (config === undefined) return {};
  if (!isPlainObject(config))
    throw toBadService(`config of service ${id} must be an object, not ${describeValue(config)}`);
  for (const [key, { isKept, text }] of Object.entries(RULES)) {
    const value = (config as Record<string, unknown>)[key];
    if (value !== undefined && !isKept(value))
      throw toBadService(`config.${key} of service ${id} is ${describeValue(value)}; it must be ${text}`);
  }
  try {
    return JSON.parse(JSON.stringify(config)) as ServiceConfig;
  } catch (error) {
    throw toBadService(`config of service ${id} must be plain data: ${error}`);
  }
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** Whether a service of this type may have this `config.convention`. @throws {TabserveError} `bad-service` */
export function checkConvention(convention: unknown, type: unknown, id: string): void {
  if (convention === undefined || convention === "hypha") return;
  const is = `config.convention of service ${id} is ${describeValue(convention)}`;
  if (convention !== "digitalocean") throw toBadService(`${is}; it must be "hypha" or "digitalocean"`);
  if (type !== "functions")
    throw toBadService(
      `${is}, which is for the type functions, not ${describeValue(type)}; set type: "functions"`,
    );
}
