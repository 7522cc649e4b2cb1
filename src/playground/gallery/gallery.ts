import type { PlainRequest } from "../call/plain-request.js";
import type { CodeFile } from "../write/open-files.js";
import { EXAMPLES } from "./examples.js";

export { EXAMPLES };

/** A tab of an example. */
export interface ExampleFile {
  /** Of the file in `examples/`, and of the tab. */
  readonly name: string;
  readonly requests: readonly PlainRequest[];
}

/** Something that a newcomer may open. */
export interface Example {
  readonly title: string;
  /** A sentence. */
  readonly about: string;
  /** How its functions are called: `Hypha`, `DigitalOcean`, `fetch`. */
  readonly convention: string;
  readonly files: readonly ExampleFile[];
}

const CODE = import.meta.glob<string>("./examples/*.ts", { query: "?raw", import: "default" });

export async function loadExample({ files }: Example): Promise<CodeFile[]> {
  return Promise.all(
    files.map(async ({ name, requests }) => {
      const code = await CODE[`./examples/${name}`]?.();
      if (code === undefined) throw new Error(`There is no example file ${name}`);
      return { name, code, requests, isUntouched: true };
    }),
  );
}
