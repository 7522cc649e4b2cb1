/** Where a worker says why it does not start: a browser tells its page only that it does not. */
export const FAILED_WORKERS = "tabserve/failed-workers";

/** What is said there. */
export interface FailedWorker {
  /** Absolute URL. */
  readonly scope: string;
  readonly message: string;
}
