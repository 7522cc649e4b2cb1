import type { PageName } from "./cases.js";

/** A browser that was started for one run of the pages. */
export interface EngineBrowser {
  /** Name and version. */
  readonly version: string;
  /** Opens a page in a tab of its own. */
  open(url: string): Promise<void>;
  /** Ends the worker, and nothing else of what the last opened page needs. */
  endWorker(): Promise<void>;
  /** Ends every process that was started. */
  close(): Promise<void>;
}

/** How an engine is run. */
export interface EngineDriver {
  readonly name: string;
  /** Why the engine cannot run on this machine. */
  findObstacle(): string | undefined;
  /** Pages that this engine cannot run, with the reason. */
  readonly leftOut: Partial<Record<PageName, string>>;
  launch(): Promise<EngineBrowser>;
}
