import type { Mode } from "../route.js";
import type { Instance } from "./registry.js";

/**
 * Picks the provider of a call (Hypha, `_mode`). Without a mode the newest answers.
 * @param instances oldest registration first
 * @returns `"ambiguous"` when `exact` meets several
 */
export function chooseInstance(
  instances: readonly Instance[],
  mode: Mode,
): Instance | "ambiguous" | undefined {
  switch (mode) {
    case "exact":
      return instances.length > 1 ? "ambiguous" : instances[0];
    case "first":
      return instances[0];
    case "random":
      return instances[Math.floor(Math.random() * instances.length)];
    case "min_load":
      return instances.reduce<Instance | undefined>(
        (least, one) => (least && least.provider.load <= one.provider.load ? least : one),
        undefined,
      );
    default:
      return instances.at(-1);
  }
}
