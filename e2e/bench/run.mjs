// Node 20 reads no TypeScript; Vite's module runner does.
import { runnerImport } from "vite";

const { module } = await runnerImport(new URL("bench.ts", import.meta.url).pathname);
await module.main(process.argv.slice(2));
