import { connect, type ServiceInfo, type Workspace } from "../index.js";
import { evaluate } from "./evaluate.js";
import { toServiceName } from "./functions.js";
import { noteStarted, noteStarting } from "./kept-code.js";
import { CodeError, type Problem, toProblem } from "./problem.js";

/** First segment of the playground's URLs. */
export const WORKSPACE = "playground";

/** How a deployment ended. */
export type Deployment =
  | { readonly kind: "deployed"; readonly service: ServiceInfo }
  /** The code is at fault; what was deployed before still answers. */
  | { readonly kind: "refused"; readonly problem: Problem }
  /** There is no worker to deploy to. */
  | { readonly kind: "unconnected"; readonly error: unknown }
  /** A newer deployment began meanwhile. */
  | { readonly kind: "superseded" };

/** Keeps one service of this page deployed: the one that the code exports. */
export class Deployer {
  readonly #onConnect: (workspace: Workspace) => void;
  #workspace: Promise<Workspace> | undefined;
  #count = 0;
  /** The id that is registered. */
  #id: string | undefined;
  /** The running module, as stacks name it. */
  #url: string | undefined;

  /** @param onConnect called once, when there is a worker */
  constructor(onConnect: (workspace: Workspace) => void) {
    this.#onConnect = onConnect;
  }

  /** Connects, once; after a failure the next call tries again. Rejects as the library's `connect` does. */
  connect(): Promise<Workspace> {
    this.#workspace ??= this.#open();
    return this.#workspace;
  }

  /** Runs the code and puts its service in the place of the last one. Never rejects. */
  async deploy(code: string): Promise<Deployment> {
    const count = ++this.#count;
    let workspace: Workspace;
    try {
      workspace = await this.connect();
    } catch (error) {
      return { kind: "unconnected", error };
    }
    const isLatest = () => count === this.#count;
    try {
      return await this.#run(code, workspace, isLatest);
    } catch (error) {
      if (!isLatest()) return { kind: "superseded" };
      return { kind: "refused", problem: error instanceof CodeError ? error.problem : toProblem(error) };
    }
  }

  /** A problem that the running module has by itself, in a timer for example; `undefined` for other code's errors. */
  toLateProblem(thrown: unknown): Problem | undefined {
    const problem = toProblem(thrown, this.#url);
    return problem.place && problem;
  }

  async #run(code: string, workspace: Workspace, isLatest: () => boolean): Promise<Deployment> {
    if (!isLatest()) return { kind: "superseded" };
    noteStarting();
    const { service, url } = await evaluate(code).finally(noteStarted);
    if (!isLatest()) return { kind: "superseded" };
    this.#url = url;
    const info = await workspace.registerService(service, { overwrite: true });
    const id = toServiceName(info);
    const last = this.#id;
    this.#id = id;
    if (last !== undefined && last !== id) await workspace.unregisterService(last);
    return { kind: "deployed", service: info };
  }

  async #open(): Promise<Workspace> {
    try {
      const worker = new URL("playground-worker.js", document.baseURI);
      const workspace = await connect({ workspace: WORKSPACE, worker, name: "Playground" });
      this.#onConnect(workspace);
      return workspace;
    } catch (error) {
      this.#workspace = undefined;
      throw error;
    }
  }
}
