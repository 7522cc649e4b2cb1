import type { CDPSession } from "@playwright/test";

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** The protocol to one page, through the browser's session; no domain is enabled while something is measured. */
export class PageSession {
  readonly #session: CDPSession;
  readonly #sessionId: string;
  readonly #pending = new Map<number, (reply: Reply) => void>();
  #lastId = 0;
  #onEvent: (event: Reply) => void = () => {};

  private constructor(session: CDPSession, sessionId: string) {
    this.#session = session;
    this.#sessionId = sessionId;
    session.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => {
      if (sessionId === this.#sessionId) this.#receive(JSON.parse(message));
    });
  }

  static async attach(session: CDPSession, targetId: string): Promise<PageSession> {
    const { sessionId } = await session.send("Target.attachToTarget", { targetId, flatten: false });
    return new PageSession(session, sessionId);
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = (await this.#send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as {
      result: { value?: unknown };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    };
    if (exceptionDetails)
      throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  async killWorker(pageUrl: string): Promise<void> {
    const { origin } = new URL(pageUrl);
    await new Promise<void>((resolve, reject) => {
      this.#onEvent = ({ method, params }) => {
        if (method !== "ServiceWorker.workerVersionUpdated") return;
        const { versions } = params as { versions: WorkerVersion[] };
        for (const { versionId, scriptURL, status, runningStatus } of versions) {
          if (new URL(scriptURL).origin !== origin || status !== "activated") continue;
          if (runningStatus === "running")
            this.#send("ServiceWorker.stopWorker", { versionId }).catch(reject);
          if (runningStatus === "stopped") resolve();
        }
      };
      this.#send("ServiceWorker.enable").catch(reject);
    });
    this.#onEvent = () => {};
    await this.#send("ServiceWorker.disable");
  }

  #send(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#lastId;
    const message = JSON.stringify({ id, method, params });
    return new Promise((resolve, reject) => {
      this.#pending.set(id, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result),
      );
      this.#session.send("Target.sendMessageToTarget", { sessionId: this.#sessionId, message }).catch(reject);
    });
  }

  #receive(reply: Reply): void {
    if (reply.id === undefined) return this.#onEvent(reply);
    this.#pending.get(reply.id)?.(reply);
    this.#pending.delete(reply.id);
  }
}

interface WorkerVersion {
  readonly versionId: string;
  readonly scriptURL: string;
  readonly status: string;
  readonly runningStatus: string;
}
