import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { promisify } from "node:util";
import { PACKED, test } from "./app.js";
import { EXAMPLES, type ExampleName, toInstalled, toSource } from "./examples.js";

/** As its README says, but with this very version of the package. */
for (const [name, command] of Object.entries(EXAMPLES) as [ExampleName, string | undefined][])
  test(`the example ${name} can be installed${command ? `, and ${command} succeeds` : ""}`, async () => {
    const cwd = toInstalled(name);
    const isSource = (path: string) => !path.includes("node_modules");
    cpSync(toSource(name), cwd, { recursive: true, filter: isSource });
    const npm = (...args: string[]) =>
      promisify(execFile)("npm", args, { cwd }).catch(({ message, stdout }) => {
        throw new Error(`${message}\n${stdout}`);
      });
    await npm("install", "--prefer-offline", "--no-audit", "--no-fund", PACKED);
    if (command) await npm("run", command);
  });
