import { type PlainRequest, readPlainRequest } from "../call/plain-request.js";
import { findNameProblem } from "../write/file-name.js";
import type { CodeFile } from "../write/open-files.js";

/** What a link or an exported file holds. */
export interface Project {
  readonly files: readonly CodeFile[];
  /** What was in the request form. */
  readonly request?: PlainRequest | undefined;
}

/** More tabs than that are no playground. */
const MOST_FILES = 50;

/**
 * Checks what came from outside.
 * @throws {TypeError} saying what is wrong
 */
export function readProject(value: unknown): Project {
  const { files, request } = toRecord(value, "the project");
  return {
    files: readFiles(files),
    ...(request !== undefined && { request: readPlainRequest(request) }),
  };
}

/** @throws {TypeError} */
export function readFiles(value: unknown): CodeFile[] {
  if (!Array.isArray(value)) throw new TypeError("it has no list of files");
  if (value.length > MOST_FILES)
    throw new TypeError(`it has ${value.length} files; ${MOST_FILES} are the most`);
  const files: CodeFile[] = [];
  for (const item of value) {
    const file = readFile(item);
    const problem = findNameProblem(
      file.name,
      files.map(({ name }) => name),
    );
    if (problem !== undefined) throw new TypeError(`file ${JSON.stringify(file.name)}: ${problem}`);
    files.push(file);
  }
  return files;
}

function readFile(value: unknown): CodeFile {
  const { name, code, requests, isUntouched } = toRecord(value, "a file");
  if (typeof name !== "string") throw new TypeError("a file has no name");
  if (typeof code !== "string") throw new TypeError(`the file ${name} has no code`);
  return {
    name,
    code,
    ...(Array.isArray(requests) && { requests: requests.map(readPlainRequest) }),
    ...(isUntouched === true && { isUntouched }),
  };
}

function toRecord(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new TypeError(`${what} is no object`);
}
