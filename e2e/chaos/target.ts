import type { CDPSession } from "@playwright/test";

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Milliseconds after which what the browser was asked counts as hung. */
const LIMIT = 40_000;

/** The page or worker that was asked is gone. */
export class TargetGone extends Error {
  override readonly name = "TargetGone";
}

/** The protocol to one page or worker, through the browser's session. */
export class Target {
  readonly id: string;
  readonly #browser: CDPSession;
  readonly #sessionId: string;
  readonly #pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  readonly #listeners = new Map<string, Set<(params: unknown) => void>>();
  readonly #unlisten: () => void;
  #lastId = 0;
  #isGone = false;

  private constructor(browser: CDPSession, id: string, sessionId: string) {
    this.id = id;
    this.#browser = browser;
    this.#sessionId = sessionId;
    const onMessage = (event: { sessionId: string; message: string }) => {
      if (event.sessionId === sessionId) this.#receive(JSON.parse(event.message));
    };
    const onDetached = (event: { sessionId: string }) => {
      if (event.sessionId === sessionId) this.#end();
    };
    browser.on("Target.receivedMessageFromTarget", onMessage);
    browser.on("Target.detachedFromTarget", onDetached);
    this.#unlisten = () => {
      browser.off("Target.receivedMessageFromTarget", onMessage);
      browser.off("Target.detachedFromTarget", onDetached);
    };
  }

  static async attach(browser: CDPSession, targetId: string): Promise<Target> {
    const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: false });
    return new Target(browser, targetId, sessionId);
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** @throws {TargetGone} */
  send<Result = unknown>(method: string, params: object = {}): Promise<Result> {
    if (this.#isGone) return Promise.reject(new TargetGone(method));
    const id = ++this.#lastId;
    const message = JSON.stringify({ id, method, params });
    return new Promise<Result>((resolve, reject) => {
      const timer = setTimeout(
        () => this.#take(id)?.reject(new Error(`${method} hangs: ${message.slice(0, 200)}`)),
        LIMIT,
      );
      const settle = (end: () => void) => {
        clearTimeout(timer);
        end();
      };
      this.#pending.set(id, {
        resolve: (value) => settle(() => resolve(value as Result)),
        reject: (error) => settle(() => reject(error)),
      });
      this.#browser
        .send("Target.sendMessageToTarget", { sessionId: this.#sessionId, message })
        .catch(() => this.#take(id)?.reject(new TargetGone(method)));
    });
  }

  /** The value of an expression, awaited. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.send<Evaluation>("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (!exceptionDetails) return result.value;
    throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  }

  on(method: string, listener: (params: unknown) => void): () => void {
    const listeners = this.#listeners.get(method) ?? new Set();
    this.#listeners.set(method, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  async detach(): Promise<void> {
    await this.#browser.send("Target.detachFromTarget", { sessionId: this.#sessionId }).catch(() => {});
    this.#end();
  }

  #receive({ id, method = "", params, result, error }: Reply): void {
    if (method === "Inspector.targetCrashed") this.#end();
    for (const listener of this.#listeners.get(method) ?? []) listener(params);
    if (id === undefined) return;
    if (error) this.#take(id)?.reject(new Error(error.message));
    else this.#take(id)?.resolve(result);
  }

  #take(id: number) {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #end(): void {
    this.#isGone = true;
    this.#unlisten();
    for (const { reject } of this.#pending.values()) reject(new TargetGone(this.id));
    this.#pending.clear();
  }
}

interface Evaluation {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}
