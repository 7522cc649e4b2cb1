import type { Activation } from "../activations/record.js";
import { toActivation } from "../activations/record.js";
import type { Recordable } from "../activations/recorder.js";
import { toAnswering } from "../answering.js";
import { Connection } from "../connection.js";
import { toRun } from "../conventions/answered-call.js";
import type { Convention } from "../conventions/convention.js";
import { LastEvents } from "../conventions/last-events.js";
import { Executions } from "../executions.js";
import type { LocalHost } from "../local/host.js";
import type { ServiceInfo, WireService } from "../protocol.js";
import { onCallMessage } from "../provider.js";
import { toRandomId } from "../random-id.js";
import { type Service, toService } from "../service.js";
import { addService, toPlace, unregisterService } from "../services.js";

/** The test's own client id. */
export const CLIENT = "test";

/** What a test's services tell of themselves. */
export interface TestConnectionOptions {
  readonly host: LocalHost;
  readonly workspace: string;
  /** Absolute URL. */
  readonly scope: string;
  /** Answers a call by the service's own convention, or otherwise. */
  readonly answer: (own: Service) => Convention;
  /** @param call the host's number of it */
  readonly record: (call: number, activation: Activation) => void;
}

/** The test process as a provider of a workspace: what a connected page is to a service worker. */
export class TestConnection {
  readonly #connection: Connection;
  readonly #options: TestConnectionOptions;

  private constructor(options: TestConnectionOptions) {
    const { host, workspace, scope } = options;
    this.#options = options;
    const executions = new Executions(
      () => {},
      () => NEVER,
    );
    const page = {
      scope,
      clientId: CLIENT,
      random: toRandomId,
      lastEvents: new LastEvents(() => performance.now()),
      report: () => {}, // each call has its own
    };
    this.#connection = new Connection(
      { workspace, clientId: CLIENT, scope, join: (owner) => host.join(owner) },
      // Without cookies of its own: they go to the browser with the answer.
      (message, session) =>
        onCallMessage(message, session, { executions, page, services: this.#connection.services }),
    );
    this.#connection.executions = executions;
  }

  static async open(options: TestConnectionOptions): Promise<TestConnection> {
    const opened = new TestConnection(options);
    await opened.#connection.open((owner) => options.host.join(owner));
    return opened;
  }

  /** Takes the place of a service of the same id. @throws {TabserveError} `bad-service` */
  async register(definition: unknown): Promise<ServiceInfo> {
    const connection = this.#connection;
    const checked = toService(definition, toPlace(connection, true));
    const recorder = { push: (call: Recordable) => this.#record(call) };
    const own = await toAnswering(checked, connection, recorder);
    return addService(connection, { ...own, answer: this.#options.answer(own) }, true);
  }

  async unregister(id: string): Promise<void> {
    await unregisterService(this.#connection, id);
  }

  find(id: string): WireService | undefined {
    return this.#connection.services.get(id)?.wire;
  }

  /** Ends every call. */
  close(): void {
    this.#connection.close();
  }

  #record(call: Recordable): void {
    const run = "run" in call ? call.run : toRun(call.answered, toRandomId().replaceAll("-", ""));
    if (run && call.call !== undefined) this.#options.record(call.call, toActivation(run, call));
  }
}

/** Its host does not end before it. */
const NEVER = new Promise(() => {});
