import { dirname, join } from "node:path";
import { ROOT } from "../../build/source.js";
import { INSTALLED } from "./app.js";

/** Programs that stand for themselves, each with the command that makes its files, when there is one. */
export const EXAMPLES = {
  "vite-vanilla": "build",
  react: "build",
  hono: "build",
  "sse-dashboard": "build",
  static: "setup",
  pwa: "build",
  playwright: undefined,
} as const;

export type ExampleName = keyof typeof EXAMPLES;

/** Where its sources are. */
export const toSource = (name: ExampleName) => join(ROOT, "examples", name);

/** Where it is installed, outside of the repository. */
export const toInstalled = (name: ExampleName) => join(dirname(INSTALLED), "examples", name);
