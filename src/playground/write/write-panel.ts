import { getElement } from "../dom.js";
import { SEED_FILE } from "../gallery/seed.js";
import type { Deployer } from "../run/deployer.js";
import { Deployments } from "../run/deployments.js";
import { watchThrows } from "../run/watch-throws.js";
import { CodeStatus } from "./code-status.js";
import { Editor } from "./editor.js";
import { type FileMark, FileTabs, type FileTabsActions } from "./file-tabs.js";
import { keepFiles, listHung, loadFiles } from "./kept-files.js";
import { LiveCheck } from "./live-check.js";
import { type CodeFile, type OpenFile, OpenFiles } from "./open-files.js";

const HUNG = "This code did not finish starting the last time, so it waits for you to deploy it.";

/** The services' code, each in a tab, and how their deployments go. */
export class WritePanel {
  readonly files = new OpenFiles();
  readonly #deployments: Deployments;
  readonly #tabs: FileTabs;
  readonly #editor: Editor;
  readonly #check = new LiveCheck(() => this.#show());
  readonly #status = new CodeStatus((place) => this.#editor.goTo(place));
  readonly #onShow: (file: OpenFile | undefined) => void;
  /** Files whose deployment was begun or held back. */
  readonly #begun = new Set<number>();
  #hung: readonly string[] = [];
  #shown: OpenFile | undefined;

  /** @param onShow hears of the file that is shown, whenever it is another */
  constructor(
    deployer: Deployer,
    actions: Omit<FileTabsActions, "select">,
    onShow: (file: OpenFile | undefined) => void,
  ) {
    this.#deployments = new Deployments(deployer, () => this.#show());
    this.#onShow = onShow;
    this.#tabs = new FileTabs(getElement("files", HTMLElement), {
      close: (id) => actions.close(id),
      rename: (id) => actions.rename(id),
      select: (id) => this.files.select(id),
    });
    this.#editor = new Editor(getElement("plain", HTMLTextAreaElement), (id, code) => this.#onEdit(id, code));
    this.files.onChange(() => this.#onChange());
    watchThrows((thrown) => this.#deployments.noteThrown(thrown));
  }

  /** Opens and deploys the files of the last visit, but none that this visit hung in; then loads the code editor. */
  async start(): Promise<void> {
    this.#hung = listHung();
    this.files.open(loadFiles() ?? [SEED_FILE]);
    await this.settle();
    await this.#editor.upgrade().catch(() => {}); // without a network the plain field stays
  }

  /** Opens files in the place of those that nobody has touched. */
  openInstead(files: readonly CodeFile[]): void {
    this.files.open(files, false, ({ isUntouched }) => isUntouched === true);
  }

  /** Runs what is shown, and all else that was edited. */
  async deploy(): Promise<void> {
    const { current } = this.files;
    if (current && !current.isHeld) this.#deployments.deploy(current);
    await this.settle();
  }

  /** Waits until all that may run has been run as it is shown. */
  async settle(): Promise<void> {
    await this.#deployments.settle(this.files.list.filter(({ isHeld }) => !isHeld));
  }

  #onEdit(id: number, code: string): void {
    this.files.edit(id, code);
    const file = this.files.find(id);
    if (file) this.#check.schedule(file);
  }

  #onChange(): void {
    keepFiles(this.files.list);
    for (const id of [...this.#begun]) if (!this.files.find(id)) this.#end(id);
    for (const file of this.files.list) if (!file.isHeld && !this.#begun.has(file.id)) this.#begin(file);
    this.#show();
  }

  #begin(file: OpenFile): void {
    this.#begun.add(file.id);
    if (!this.#hung.includes(file.name)) return void this.#deployments.deploy(file);
    this.#hung = this.#hung.filter((name) => name !== file.name);
    this.#deployments.holdBack(file, HUNG);
  }

  #end(id: number): void {
    this.#begun.delete(id);
    this.#deployments.withdraw(id).catch(() => {}); // nothing to withdraw from without a worker
  }

  #show(): void {
    const { current, list } = this.files;
    this.#tabs.show(list, current?.id, (file) => this.#toMark(file));
    getElement("editor", HTMLElement).hidden = !current;
    getElement("nothing", HTMLElement).hidden = current !== undefined;
    if (current) this.#showFile(current);
    else this.#showNothing();
    if (current?.requests !== this.#shown?.requests || current?.id !== this.#shown?.id) this.#onShow(current);
    this.#shown = current;
  }

  #showFile(file: OpenFile): void {
    const standing = this.#deployments.getStanding(file.id);
    const isEdited = this.#deployments.isEdited(file);
    const problem = isEdited ? this.#check.getProblem(file) : "problem" in standing && standing.problem;
    this.#editor.show(file.id, file.code, problem ? [problem] : []);
    this.#status.show(standing, isEdited);
    getElement("editor", HTMLElement).setAttribute("aria-labelledby", `file-${file.id}`);
    getElement("deploy", HTMLButtonElement).disabled = file.isHeld;
  }

  /** Who closed the last tab by the keyboard goes on from there. */
  #showNothing(): void {
    this.#status.showNothing();
    if (this.#shown && document.activeElement === document.body)
      getElement("nothing-new", HTMLButtonElement).focus();
  }

  #toMark(file: OpenFile): FileMark {
    const standing = this.#deployments.getStanding(file.id);
    if ("problem" in standing && standing.problem) return "bad";
    return standing.kind === "deployed" && standing.code !== file.code ? "edited" : "good";
  }
}
