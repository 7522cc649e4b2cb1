// npm run screenshots: the pictures of the playground in docs/, as it looks now.
// Node 20 reads no TypeScript; Vite's module runner does.
import { runnerImport } from "vite";
import { installBrowsers } from "../../.ci/install.mjs";

await installBrowsers();
const { module } = await runnerImport(new URL("main.ts", import.meta.url).pathname);
await module.main();
