import { getElement } from "../dom.js";
import { showNotice } from "../notice.js";
import { saveFile } from "../save-file.js";
import type { CodeFile, OpenFile } from "../write/open-files.js";
import { type Project, readProject } from "./project.js";

/** Where files come from and go to. */
export interface ExchangeActions {
  getCurrent(): OpenFile | undefined;
  getProject(): Promise<Project>;
  open(project: Project): void;
}

/** Bytes beyond which a file is no code of a playground. */
const LARGEST = 2_000_000;

/** Lets code out as files, and in: by the menu, or dropped onto the page. */
export function activateExchange({ getCurrent, getProject, open }: ExchangeActions): void {
  const input = getElement("import-files", HTMLInputElement);
  const take = async (files: Iterable<File>) => {
    try {
      open(await readFileList([...files]));
    } catch (error) {
      showNotice(error instanceof Error ? error.message : String(error));
    }
  };
  input.addEventListener("change", async () => {
    await take(input.files ?? []);
    input.value = "";
  });
  getElement("import", HTMLButtonElement).addEventListener("click", () => input.click());
  getElement("export", HTMLButtonElement).addEventListener("click", async () => {
    const json = JSON.stringify(await getProject(), null, 2);
    saveFile(new Blob([json], { type: "application/json" }), "tabserve-playground.json");
  });
  getElement("download", HTMLButtonElement).addEventListener("click", () => {
    const file = getCurrent();
    if (file) saveFile(new Blob([file.code], { type: "text/javascript" }), file.name);
  });
  addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!hasFiles(event) || isField(event.target)) return;
    event.preventDefault();
    take(event.dataTransfer?.files ?? []);
  });
}

/** Exported projects give their files, any other file is one. @throws {Error} naming the file that cannot be read */
async function readFileList(list: readonly File[]): Promise<Project> {
  const files: CodeFile[] = [];
  let request: Project["request"];
  for (const file of list) {
    if (file.size > LARGEST)
      throw new Error(`${file.name} is larger than ${LARGEST / 1_000_000} MB: no code is.`);
    const text = await file.text();
    if (!file.name.endsWith(".json")) files.push({ name: file.name, code: text });
    else {
      const project = readExport(file.name, text);
      files.push(...project.files);
      request = project.request ?? request;
    }
  }
  return { files, request };
}

function readExport(name: string, text: string): Project {
  try {
    return readProject(JSON.parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${name} was not exported from here: ${why}.`, { cause: error });
  }
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") ?? false;
}

/** A file field takes the file itself. */
function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement;
}
