// npm start: builds the playground, serves it and opens it.
// npm start -- [--no-open] [--port <number>]

import { parseArgs } from "node:util";
import { endWithNpm } from "./child.mjs";
import { installPackages, ROOT } from "./install.mjs";

endWithNpm();
try {
  const { open, port } = parseOptions();
  await installPackages();
  const { build, preview } = await import("vite");
  console.log("Building the playground");
  await build({ root: ROOT, logLevel: "warn" });
  const server = await preview({ root: ROOT, preview: { open, ...port } });
  console.log(`Playground: ${server.resolvedUrls?.local[0]} (Ctrl-C ends it)`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function parseOptions() {
  const { values } = parseArgs({
    options: { open: { type: "boolean", default: true }, port: { type: "string" } },
    allowNegative: true,
  });
  if (values.port === undefined) return { open: values.open };
  if (!/^\d+$/.test(values.port)) throw new Error(`--port ${values.port}: give a number.`);
  return { open: values.open, port: { port: Number(values.port), strictPort: true } };
}
