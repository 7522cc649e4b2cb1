import { CodeStatus } from "./code-status.js";
import type { Deployer, Deployment } from "./deployer.js";
import { getElement } from "./dom.js";
import { Editor } from "./editor.js";
import { hasHungStarting, keepCode, loadCode, noteStarted } from "./kept-code.js";
import type { Problem } from "./problem.js";
import { SEED } from "./seed.js";

/** The service's code, and how its deployment goes. */
export class CodePanel {
  readonly #deployer: Deployer;
  readonly #onDeployment: (deployment: Deployment) => Promise<void>;
  readonly #editor: Editor;
  readonly #status = new CodeStatus((place) => this.#editor.goTo(place));
  /** The newest deployment that may stand. */
  #latest: { readonly code: string; readonly end: Promise<Deployment> } | undefined;
  /** What the code threw since its deployment began, outside of any call. */
  #lateProblem: Problem | undefined;

  /** @param onDeployment hears of each that is not superseded, before {@link deploy} resolves */
  constructor(deployer: Deployer, onDeployment: (deployment: Deployment) => Promise<void>) {
    this.#deployer = deployer;
    this.#onDeployment = onDeployment;
    this.#editor = new Editor(getElement("plain", HTMLTextAreaElement), loadCode(), () => this.#onEdit());
    addEventListener("error", ({ error }) => this.#showLateProblem(error));
    addEventListener("unhandledrejection", ({ reason }) => this.#showLateProblem(reason));
  }

  /** Deploys the code of the last visit, unless that visit hung in it; then takes the code editor into use. */
  async start(): Promise<void> {
    if (hasHungStarting()) await this.#holdBack();
    else await this.deploy();
    await this.#editor.upgrade().catch(() => {}); // without a network the plain field stays
  }

  /** Runs the code, whether it has changed or not. Never rejects. */
  deploy(): Promise<Deployment> {
    const { code } = this.#editor;
    this.#status.showDeploying();
    this.#lateProblem = undefined;
    const end = this.#finish(code, this.#deployer.deploy(code));
    this.#latest = { code, end };
    return end;
  }

  /** The deployment of what the editor shows: the one it has, or a new one. */
  async settle(): Promise<Deployment> {
    const isKnown = this.#latest?.code === this.#editor.code;
    const deployment = await (isKnown && this.#latest ? this.#latest.end : this.deploy());
    return deployment.kind === "superseded" ? this.settle() : deployment;
  }

  /** Back to the seed. */
  reset(): Promise<Deployment> {
    this.#editor.code = SEED;
    keepCode(SEED);
    return this.deploy();
  }

  async #holdBack(): Promise<void> {
    noteStarted();
    const message = "This code did not finish starting the last time, so it waits for you to deploy it.";
    this.#status.showRefused({ message });
    const failure = await this.#deployer.connect().then(
      () => undefined,
      (error: unknown) => ({ kind: "unconnected", error }) as const,
    );
    if (failure) await this.#onDeployment(failure);
  }

  async #finish(code: string, end: Promise<Deployment>): Promise<Deployment> {
    const deployment = await end;
    if (deployment.kind === "superseded") return deployment;
    if (deployment.kind === "unconnected") this.#latest = undefined; // the same code is worth another try
    this.#show(deployment);
    if (this.#editor.code !== code) this.#status.showEdited();
    await this.#onDeployment(deployment);
    return deployment;
  }

  #show(deployment: Deployment): void {
    const problem = deployment.kind === "refused" ? deployment.problem : this.#lateProblem;
    this.#editor.mark(problem?.place?.line);
    if (deployment.kind === "refused") this.#status.showRefused(deployment.problem);
    if (deployment.kind === "unconnected") this.#status.showUndeployed();
    if (deployment.kind === "deployed") this.#status.showDeployed(problem);
  }

  #showLateProblem(thrown: unknown): void {
    const problem = this.#deployer.toLateProblem(thrown);
    if (!problem) return;
    this.#lateProblem = problem;
    this.#editor.mark(problem.place?.line);
    this.#status.showProblem(problem);
  }

  #onEdit(): void {
    const { code } = this.#editor;
    keepCode(code);
    if (this.#latest?.code === code) this.#status.showUnedited();
    else this.#status.showEdited();
  }
}
