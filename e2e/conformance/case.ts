/** An engine by what its pages can tell of it. */
export type EngineName = "chromium" | "firefox" | "webkit";

/** One behaviour, shown by a page in whatever browser it is opened. */
export interface Case {
  readonly name: string;
  /** Throws when the behaviour is not there. */
  run(): void | Promise<void>;
  /** Engines that cannot have it, with the reason: there the case must fail. docs/browsers.md lists them. */
  readonly differs?: Partial<Record<EngineName, string>>;
  /** Why only a worker can bring it about; absent for what a page that serves its own `fetch` does as well. */
  readonly workerOnly?: string;
}

export interface CaseResult {
  readonly name: string;
  /** `differs`: it failed where it must. */
  readonly status: "passed" | "failed" | "differs";
  /** Why it failed or differs. */
  readonly message: string;
  /** Milliseconds. */
  readonly time: number;
}

/** What the page leaves for whoever looks, as `globalThis.conformance`. */
export interface Report {
  readonly engine: EngineName;
  readonly results: CaseResult[];
  /** With those that differ as they must. */
  passed: number;
  failed: number;
  done: boolean;
  /** What the page waits for; only a driver can do it. */
  wish?: "end-worker";
}

declare global {
  var conformance: Report;
}
