import { formatAddress, formatServiceUrl } from "../route.js";
import type { Call, Page } from "./convention.js";

type Place = Pick<Page, "scope" | "mount">;

/** Absolute URL of the service that a call asks, with a slash at its end. */
export function toServiceUrl(call: Pick<Call, "workspace" | "serviceId">, { scope, mount }: Place): string {
  return mount ?? formatServiceUrl(scope, call.workspace, call.serviceId);
}

/** Absolute URL that a call asks for. */
export function toCallUrl(
  call: Pick<Call, "workspace" | "serviceId" | "path" | "query">,
  { scope, mount }: Place,
): string {
  if (mount === undefined) return formatAddress(call, scope);
  return `${mount.slice(0, -1)}${call.path}${call.query && `?${call.query}`}`;
}
