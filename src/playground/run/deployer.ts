import { connect, type ServiceInfo, type Workspace } from "../../index.js";
import { toServiceName } from "../functions.js";
import { noteStarting } from "../write/kept-files.js";
import type { OpenFile } from "../write/open-files.js";
import { type Evaluated, evaluate } from "./evaluate.js";
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
  /** A newer deployment of the file began meanwhile, or it was closed. */
  | { readonly kind: "superseded" };

/** A file's registered service. */
interface Running {
  /** The service's. */
  readonly id: string;
  /** The file's. */
  readonly name: string;
}

/** A problem of running code, and whose it is. */
export interface LateProblem {
  readonly fileId: number;
  readonly problem: Problem;
}

/** Keeps each file's service deployed: the one that its code exports. */
export class Deployer {
  readonly #onConnect: (workspace: Workspace) => void;
  readonly #running = new Map<number, Running>();
  /** The last module of each file that ran, registered or not. */
  readonly #modules = new Map<number, Evaluated>();
  /** Deployments of each file so far: the last one wins. */
  readonly #counts = new Map<number, number>();
  /** Ends when the file's last registration has. Never rejects. */
  readonly #registering = new Map<number, Promise<unknown>>();
  /** Names of files that are being evaluated. */
  readonly #starting: string[] = [];
  #workspace: Promise<Workspace> | undefined;

  /** @param onConnect called once, when there is a worker */
  constructor(onConnect: (workspace: Workspace) => void) {
    this.#onConnect = onConnect;
  }

  /** Connects, once; after a failure the next call tries again. Rejects as the library's `connect` does. */
  connect(): Promise<Workspace> {
    this.#workspace ??= this.#open();
    return this.#workspace;
  }

  /** Runs the file and puts its service in the place of its last one. Never rejects. */
  async deploy(file: OpenFile): Promise<Deployment> {
    const count = this.#count(file.id);
    let workspace: Workspace;
    try {
      workspace = await this.connect();
    } catch (error) {
      return { kind: "unconnected", error };
    }
    const isLatest = () => count === this.#counts.get(file.id);
    try {
      return await this.#run(file, workspace, isLatest);
    } catch (error) {
      if (!isLatest()) return { kind: "superseded" };
      return { kind: "refused", problem: error instanceof CodeError ? error.problem : toProblem(error) };
    }
  }

  /** Takes a file's service away, at once or as soon as it is there. */
  async withdraw(fileId: number): Promise<void> {
    this.#count(fileId);
    await this.#unregister(fileId);
    await this.#registering.get(fileId);
    await this.#unregister(fileId);
  }

  async #unregister(fileId: number): Promise<void> {
    const running = this.#running.get(fileId);
    this.#running.delete(fileId);
    this.#modules.delete(fileId);
    if (!running) return;
    const workspace = await this.connect();
    const isTaken = [...this.#running.values()].some(({ id }) => id === running.id);
    if (!isTaken) await workspace.unregisterService(running.id);
  }

  /** A problem that running code has by itself, in a timer or a handler; `undefined` for other code's errors. */
  toLateProblem(thrown: unknown): LateProblem | undefined {
    for (const [fileId, { url, isAsWritten }] of this.#modules) {
      const { message, place } = toProblem(thrown, url);
      if (place) return { fileId, problem: { message, place: isAsWritten ? place : { line: place.line } } };
    }
    return undefined;
  }

  async #run(file: OpenFile, workspace: Workspace, isLatest: () => boolean): Promise<Deployment> {
    if (!isLatest()) return { kind: "superseded" };
    const evaluated = await this.#evaluate(file);
    if (isLatest()) this.#modules.set(file.id, evaluated);
    const end = (this.#registering.get(file.id) ?? Promise.resolve()).then(() =>
      isLatest() ? this.#register(file, evaluated, workspace) : undefined,
    );
    this.#registering.set(
      file.id,
      end.catch(() => {}),
    );
    const service = await end;
    return service ? { kind: "deployed", service } : { kind: "superseded" };
  }

  /** Remembers, over the end of the page, what was begun and not finished. */
  async #evaluate({ name, code }: OpenFile): Promise<Evaluated> {
    this.#starting.push(name);
    noteStarting(this.#starting);
    try {
      return await evaluate(code);
    } finally {
      this.#starting.splice(this.#starting.indexOf(name), 1);
      noteStarting(this.#starting);
    }
  }

  async #register(
    { id: fileId, name }: OpenFile,
    { service }: Evaluated,
    workspace: Workspace,
  ): Promise<ServiceInfo> {
    for (const [otherId, other] of this.#running)
      if (otherId !== fileId && other.id === Reflect.get(service, "id"))
        throw new CodeError({
          message: `${other.name} has a service ${other.id}, too: give this one another id.`,
        });
    const info = await workspace.registerService(service, { overwrite: true });
    const id = toServiceName(info);
    const last = this.#running.get(fileId)?.id;
    this.#running.set(fileId, { id, name });
    if (last !== undefined && last !== id) await workspace.unregisterService(last);
    return info;
  }

  #count(fileId: number): number {
    const count = (this.#counts.get(fileId) ?? 0) + 1;
    this.#counts.set(fileId, count);
    return count;
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
