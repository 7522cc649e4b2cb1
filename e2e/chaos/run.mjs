// Node 20 reads no TypeScript; Vite's module runner does.
import { runnerImport } from "vite";

const { module } = await runnerImport(new URL("main.ts", import.meta.url).pathname);
process.exitCode = await module.main(process.argv.slice(2));
