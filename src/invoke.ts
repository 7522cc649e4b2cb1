import { describeValue } from "./conventions/bad-result.js";
import { isPlainObject } from "./conventions/hypha/lookup.js";
import { TabserveError } from "./errors.js";
import type { ServiceInfo } from "./protocol.js";

export interface InvokeOptions {
  /** Wait for the result; else for the activation's id alone. Default `true`. */
  readonly blocking?: boolean;
}

/**
 * Reads `package/function`; the package may say its client, `clientid:package`.
 * @throws {TabserveError} `bad-option`
 */
export function parseFunctionName(name: unknown): { readonly id: string; readonly fn: string } {
  const [, id, fn] = (typeof name === "string" && /^([^/]+)\/(.+)$/s.exec(name)) || [];
  if (id !== undefined && fn !== undefined) return { id, fn };
  throw new TabserveError(
    "bad-option",
    `invoke() got the name ${describeValue(name)}; it must be package/function, such as "sample/hello"`,
  );
}

/** @throws {TabserveError} `bad-option` */
export function checkParameters(parameters: unknown): asserts parameters is Record<string, unknown> {
  if (isPlainObject(parameters)) return;
  throw new TabserveError(
    "bad-option",
    `invoke() got the parameters ${describeValue(parameters)}; they must be an object, such as { name: "Jane" }`,
  );
}

/** @throws {TabserveError} `not-supported` */
export function refuseOtherConvention({ id, config }: Pick<ServiceInfo, "id" | "config">): void {
  if (config.convention === "digitalocean") return;
  throw new TabserveError(
    "not-supported",
    `invoke() is for services with config.convention: "digitalocean", and ${id} has ${describeValue(config.convention ?? "hypha")}; use (await getService(${JSON.stringify(id)})).functionName(…)`,
  );
}
