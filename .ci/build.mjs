// npm run build:package: the npm package into dist/.
// Node 20 reads no TypeScript; Vite's module runner does.

import { resolve } from "node:path";
import { runnerImport } from "vite";
import { ROOT } from "./install.mjs";

const { module } = await runnerImport(resolve(ROOT, "build/package.ts"), { root: ROOT, configFile: false });
await module.buildPackage();
