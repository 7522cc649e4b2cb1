import type { Workspace } from "../index.js";
import type { Draft } from "./call/request.js";
import type { onCall } from "./calls-made.js";

export type { Draft };

/** What the parts of the page that watch and measure get from it. */
export interface Wiring {
  readonly workspace: Workspace;
  readonly onCall: typeof onCall;
  /** The request that the form holds; `undefined` while it cannot be sent. */
  readRequest(): Draft | undefined;
}
