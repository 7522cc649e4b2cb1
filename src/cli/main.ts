#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { run } from "./run.js";

/** The package; this file is built into `dist/node/`. */
const folder = fileURLToPath(new URL("../../", import.meta.url));
const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));

const { text, code } = run(process.argv.slice(2), { version, dist: `${folder}/dist` });
(code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
process.exitCode = code;
