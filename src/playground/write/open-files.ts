import type { PlainRequest } from "../call/plain-request.js";
import { findNameProblem, toFreeName } from "./file-name.js";

/** Code under a name, and requests that go with it. */
export interface CodeFile {
  readonly name: string;
  readonly code: string;
  readonly requests?: readonly PlainRequest[] | undefined;
  /** Nobody has changed it since the page or an example made it: it may make room for another. */
  readonly isUntouched?: boolean | undefined;
}

/** A file as a tab. */
export interface OpenFile extends CodeFile {
  /** Stays, whatever its name becomes. */
  readonly id: number;
  /** Came with a link: it does not run before the visitor says so. */
  readonly isHeld: boolean;
}

/** The tabs, one service each, and which of them is shown. */
export class OpenFiles {
  readonly #listeners: (() => void)[] = [];
  #files: readonly OpenFile[] = [];
  #currentId: number | undefined;
  #count = 0;

  /** Calls the listener after every change. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  get list(): readonly OpenFile[] {
    return this.#files;
  }

  /** The file that is shown; `undefined` when there is none. */
  get current(): OpenFile | undefined {
    return this.find(this.#currentId);
  }

  find(id: number | undefined): OpenFile | undefined {
    return this.#files.find((file) => file.id === id);
  }

  /**
   * Opens files at the end and shows the first. One that is open already, to the letter, is not opened again.
   * @param isInTheWay which of the others are closed for them
   */
  open(
    files: readonly CodeFile[],
    isHeld = false,
    isInTheWay: (file: OpenFile) => boolean = () => false,
  ): void {
    const same = files.map((file) => this.#findSame(file));
    this.#files = this.#files.filter((file) => same.includes(file) || !isInTheWay(file));
    const opened = files.map((file, index) => this.#adopt(same[index], file) ?? this.#add(file, isHeld));
    this.#currentId = opened[0]?.id ?? this.#currentId;
    this.#onChange();
  }

  /** @returns what is wrong with the name; nothing changed then */
  rename(id: number, name: string): string | undefined {
    const others = this.#files.filter((file) => file.id !== id).map((file) => file.name);
    const problem = findNameProblem(name, others);
    if (problem === undefined) this.#change(id, { name });
    return problem;
  }

  edit(id: number, code: string): void {
    if (this.find(id)?.code !== code) this.#change(id, { code, isUntouched: false });
  }

  /** Lets what came with a link run. */
  release(): void {
    this.#files = this.#files.map((file) => ({ ...file, isHeld: false }));
    this.#onChange();
  }

  select(id: number): void {
    this.#currentId = id;
    this.#onChange();
  }

  /** Closes those that match; the nearest that stays is shown. @returns what was closed, for {@link reopen} */
  close(isClosing: (file: OpenFile) => boolean): OpenFile[] {
    const closed = this.#files.filter(isClosing);
    const index = this.#files.findIndex(({ id }) => id === this.#currentId);
    const nearest = [...this.#files.slice(index), ...this.#files.slice(0, Math.max(index, 0)).reverse()];
    this.#currentId = nearest.find((file) => !isClosing(file))?.id;
    this.#files = this.#files.filter((file) => !isClosing(file));
    if (closed.length > 0) this.#onChange();
    return closed;
  }

  /** Inverse of {@link close}; a name that was taken meanwhile gets a number. */
  reopen(closed: readonly OpenFile[]): void {
    for (const file of closed) this.#files = [...this.#files, { ...file, name: this.#toFreeName(file.name) }];
    this.#currentId = closed.at(-1)?.id ?? this.#currentId;
    this.#onChange();
  }

  #onChange(): void {
    for (const listener of this.#listeners) listener();
  }

  #add(file: CodeFile, isHeld: boolean): OpenFile {
    const added = { ...file, name: this.#toFreeName(file.name), id: ++this.#count, isHeld };
    this.#files = [...this.#files, added];
    return added;
  }

  /** The same code may come with requests. */
  #adopt(same: OpenFile | undefined, { requests = same?.requests }: CodeFile): OpenFile | undefined {
    if (!same) return undefined;
    const adopted = { ...same, requests };
    this.#files = this.#files.map((file) => (file === same ? adopted : file));
    return adopted;
  }

  #findSame({ name, code }: CodeFile): OpenFile | undefined {
    return this.#files.find((file) => file.name === name && file.code === code);
  }

  #toFreeName(name: string): string {
    return toFreeName(
      name,
      this.#files.map((file) => file.name),
    );
  }

  #change(id: number, change: Partial<OpenFile>): void {
    this.#files = this.#files.map((file) => (file.id === id ? { ...file, ...change } : file));
    this.#onChange();
  }
}
