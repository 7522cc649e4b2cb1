import { describeValue } from "../bad-result.js";
import type { DigitalOceanConfig } from "./settings.js";

/** Which values a key may have; a nested one holds keys of its own. */
type Rule =
  | { readonly is: (value: unknown) => boolean; readonly must: string }
  | { readonly keys: Rules }
  | { readonly each: Rule };
type Rules = Readonly<Record<string, Rule>>;

const flag: Rule = { is: (value) => typeof value === "boolean", must: "true or false" };
const text: Rule = {
  is: (value) => typeof value === "string",
  must: "a string; put numbers and true or false in quotes",
};
const any: Rule = { is: () => true, must: "" };

function count(least: number, most: number, unit: string): Rule {
  return {
    is: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
    must: `a whole number of ${unit} from ${least} to ${most}`,
  };
}

const LIMITS: Rules = {
  timeout: count(1, 900_000, "milliseconds"),
  memory: count(1, 2048, "megabytes"),
  logs: count(0, 16_384, "kilobytes"),
  payload: count(0, Number.MAX_SAFE_INTEGER, "bytes"),
  concurrency: count(0, Number.MAX_SAFE_INTEGER, "calls"),
  rate: count(0, Number.MAX_SAFE_INTEGER, "calls"),
};

const SETTINGS: Rules = {
  web: {
    is: (value) => value === true || value === "raw" || value === false,
    must: 'true, "raw" or false',
  },
  webSecure: {
    is: (value) => value === false || Number.isFinite(value) || (typeof value === "string" && value !== ""),
    must: "false, or the secret as a string that is not empty",
  },
  parameters: { each: any },
  environment: { each: text },
  limits: { keys: LIMITS },
  annotations: { keys: { "web-custom-options": flag, final: flag, "provide-api-key": flag } },
  main: { is: (value) => typeof value === "string" && value !== "", must: "a function's name" },
};

/** Settings that mean the same in every convention; whoever registers the service checks them. */
const COMMON: Rules = Object.fromEntries(
  ["convention", "visibility", "require_context", "singleton", "activations"].map((key) => [key, any]),
);

const TIMEOUT: Rule = { is: () => false, must: "left out; set config.limits.timeout, in milliseconds" };

const CONFIG: Rule = {
  keys: { ...COMMON, ...SETTINGS, timeout: TIMEOUT, functions: { each: { keys: SETTINGS } } },
};

/**
 * Checks a service's settings and copies them as JSON; a key whose value is `undefined` counts as absent.
 * @throws {Error} naming the key, its value and what to do
 */
export function checkDigitalOceanConfig(config: unknown = {}): DigitalOceanConfig {
  check(config, CONFIG, "config");
  try {
    return JSON.parse(JSON.stringify(config)) as DigitalOceanConfig; // checked key by key
  } catch (error) {
    throw new Error(`config cannot be kept as JSON: ${error}; use plain data`);
  }
}

function check(value: unknown, rule: Rule, name: string): void {
  if ("is" in rule) {
    if (!rule.is(value)) throw new Error(`${name} is ${describeValue(value)}; it must be ${rule.must}`);
    return;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${name} is ${describeValue(value)}; it must be an object`);
  for (const [key, one] of Object.entries(value)) {
    if (one === undefined) continue;
    const inner = "each" in rule ? rule.each : Object.hasOwn(rule.keys, key) ? rule.keys[key] : undefined;
    if (inner) check(one, inner, `${name}.${key}`);
    else if ("keys" in rule)
      throw new Error(
        `${name}.${key} is no setting of this convention (value: ${describeValue(one)}); use one of ${Object.keys(rule.keys).join(", ")}`,
      );
  }
}
