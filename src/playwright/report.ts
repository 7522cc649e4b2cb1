import type { Request as PlaywrightRequest, TestInfo } from "@playwright/test";
import type { CallEntry } from "./call.js";

/** Lines of the list of calls: the last ones tell most. */
const MOST_LINES = 200;

/** Runs something as a step of the test. */
export type RunStep = (title: string, run: () => Promise<void>) => Promise<void>;

/** What a test's report, trace and outcome are told of its calls. */
export class Report {
  readonly calls: CallEntry[] = [];
  readonly #testInfo: TestInfo;
  readonly #runStep: RunStep;
  readonly #pending: Promise<void>[] = [];
  /** What handlers expected of their calls, and did not find. */
  readonly #failures: Error[] = [];
  #isOver = false;

  constructor(testInfo: TestInfo, runStep: RunStep) {
    this.#testInfo = testInfo;
    this.#runStep = runStep;
  }

  onCall(entry: CallEntry): void {
    this.calls.push(entry);
  }

  /** A handler threw: the page has its 500, the test the error. */
  onError(entry: CallEntry, error: unknown): void {
    entry.error = error;
    this.#attach(`${entry.service}: a handler threw`, `${entry}\n\n${toText(error)}`);
    if (isAssertion(error)) this.#failures.push(error);
  }

  /** An answer that did not get to the page. */
  onProblem(request: PlaywrightRequest, error: unknown): void {
    this.#attach(
      "an answer did not reach the page",
      `${request.method()} ${request.url()}\n\n${toText(error)}`,
    );
  }

  /** @param run gives what the step fails with: the report shows it, and the test goes on */
  async step(title: string, run: () => Promise<unknown>): Promise<void> {
    let isRun = false;
    try {
      await this.#runStep(title, async () => {
        isRun = true;
        const error = await run();
        if (error !== undefined) throw error;
      });
    } catch {
      if (!isRun) await run(); // the test is over, and has no steps any more
    }
  }

  /**
   * Waits for what is being attached, and lists the calls of a test that failed.
   * @throws what handlers expected and did not find
   */
  async close(): Promise<void> {
    const { status, expectedStatus } = this.#testInfo;
    if (status !== expectedStatus && this.calls.length > 0)
      this.#attach("calls of served functions", this.calls.slice(-MOST_LINES).join("\n"));
    await Promise.all(this.#pending);
    this.#isOver = true;
    const [failure] = this.#failures;
    if (failure && status === expectedStatus) throw failure;
  }

  #attach(name: string, body: string): void {
    if (this.#isOver) return;
    this.#pending.push(this.#testInfo.attach(name, { body, contentType: "text/plain" }));
  }
}

/** Playwright's `expect` leaves what it compared. */
function isAssertion(error: unknown): error is Error {
  return error instanceof Error && "matcherResult" in error;
}

function toText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}
