import { TabserveError } from "./errors.js";

/** What refuses a definition of a service: `bad-service`. */
export function toBadService(message: string, options?: ErrorOptions): TabserveError {
  return new TabserveError("bad-service", message, options);
}
