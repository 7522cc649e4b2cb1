import type { OpenFile } from "../write/open-files.js";
import type { Deployer, Deployment } from "./deployer.js";
import type { Problem } from "./problem.js";

/** How it stands with a file's service. `code` is what was last run, or is being run. */
export type Standing =
  | { readonly kind: "undeployed" }
  | { readonly kind: "deploying"; readonly code: string; readonly problem?: Problem | undefined }
  | { readonly kind: "deployed"; readonly code: string; readonly problem?: Problem | undefined }
  | { readonly kind: "refused"; readonly code: string; readonly problem: Problem };

const UNDEPLOYED: Standing = { kind: "undeployed" };

/** How each file's deployment goes. */
export class Deployments {
  readonly #deployer: Deployer;
  readonly #onChange: () => void;
  readonly #standings = new Map<number, Standing>();
  readonly #ends = new Map<number, Promise<Deployment>>();

  /** @param onChange called whenever a file's standing is another */
  constructor(deployer: Deployer, onChange: () => void) {
    this.#deployer = deployer;
    this.#onChange = onChange;
  }

  getStanding(fileId: number): Standing {
    return this.#standings.get(fileId) ?? UNDEPLOYED;
  }

  /** Runs the file, whether it has changed or not. Never rejects. */
  deploy(file: OpenFile): Promise<Deployment> {
    const { id, code } = file;
    this.#set(id, { kind: "deploying", code });
    const end = this.#deployer.deploy(file).then((deployment) => {
      this.#settle(id, code, deployment);
      return deployment;
    });
    this.#ends.set(id, end);
    return end;
  }

  /** Runs those that are not as they were last run, and waits for those that are being run. Never rejects. */
  async settle(files: readonly OpenFile[]): Promise<Deployment[]> {
    return Promise.all(
      files.map((file) => (this.isEdited(file) ? this.deploy(file) : this.#ends.get(file.id))),
    ).then((ends) => ends.filter((end) => end !== undefined));
  }

  /** Whether the file is not what was last run. */
  isEdited(file: OpenFile): boolean {
    const standing = this.getStanding(file.id);
    return standing.kind === "undeployed" || standing.code !== file.code;
  }

  async withdraw(fileId: number): Promise<void> {
    this.#standings.delete(fileId);
    this.#ends.delete(fileId);
    await this.#deployer.withdraw(fileId);
  }

  /** Why a file is not run although it could be. */
  holdBack({ id, code }: OpenFile, message: string): void {
    this.#set(id, { kind: "refused", code, problem: { message } });
    this.#ends.delete(id);
  }

  /** Shows what running code threw outside of its deployment. */
  noteThrown(thrown: unknown): void {
    const late = this.#deployer.toLateProblem(thrown);
    if (!late) return;
    const standing = this.getStanding(late.fileId);
    if (standing.kind === "deployed" || standing.kind === "deploying")
      this.#set(late.fileId, { ...standing, problem: late.problem });
  }

  #settle(id: number, code: string, deployment: Deployment): void {
    const standing = this.#standings.get(id);
    if (standing?.kind !== "deploying" || standing.code !== code) return; // superseded or closed
    const { problem } = standing; // thrown since it began
    if (deployment.kind === "deployed") this.#set(id, { kind: "deployed", code, problem });
    if (deployment.kind === "refused") this.#set(id, { kind: "refused", code, problem: deployment.problem });
    if (deployment.kind === "unconnected") this.#set(id, UNDEPLOYED); // the same code is worth another try
  }

  #set(id: number, standing: Standing): void {
    this.#standings.set(id, standing);
    this.#onChange();
  }
}
