import type { ListQuery } from "./query.js";
import type { Activation } from "./record.js";

/**
 * The records of the workspace's calls, kept by the browser for all its pages: 1,000 of them, for 72 hours. Calls that
 * this page has answered are there at once, those of other pages within moments.
 */
export interface Activations {
  /** Newest first. @throws {TabserveError} `bad-option` */
  list(query?: ListQuery): Promise<Activation[]>;
  /** @throws {TabserveError} `activation-not-found` */
  get(id: string): Promise<Activation>;
  /** @throws {TabserveError} `activation-not-found` */
  logs(id: string): Promise<readonly string[]>;
  /** @throws {TabserveError} `activation-not-found` */
  result(id: string): Promise<unknown>;
  /** Every record from now on, whichever page writes it. Resolves, once it listens, to what ends it. */
  subscribe(listener: (activation: Activation) => void): Promise<() => void>;
}
