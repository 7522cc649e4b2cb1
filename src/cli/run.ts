import { parseArgs } from "node:util";
import { init } from "./init.js";

/** What the command is part of. */
export interface Package {
  readonly version: string;
  /** Its built files. */
  readonly dist: string;
}

/** How a command ends. */
export interface Ending {
  readonly text: string;
  /** Of the process: 0, 1 for what failed, 2 for what was not understood. */
  readonly code: 0 | 1 | 2;
}

const HELP = `tabserve init <public-dir>   copies tabserve-worker.js into the folder that your site serves as it is

  --modules   also copies the page's modules, to public-dir/tabserve/, for a site without a bundler
  --check     changes nothing; fails (exit code 1) when a copy is missing or of another version: for CI
  --force     replaces files of these names that are not Tabserve's

tabserve --version
tabserve --help`;

const OPTIONS = {
  modules: { type: "boolean", default: false },
  check: { type: "boolean", default: false },
  force: { type: "boolean", default: false },
  version: { type: "boolean", short: "v", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Carries a command line out. */
export function run(args: readonly string[], { version, dist }: Package): Ending {
  const parsed = parse(args);
  if (typeof parsed === "string") return { text: `${parsed}\n\n${HELP}`, code: 2 };
  const { values, positionals } = parsed;
  if (values.help || args.length === 0) return { text: HELP, code: 0 };
  if (values.version) return { text: version, code: 0 };
  const [command, folder, ...others] = positionals;
  if (command !== "init")
    return { text: `There is no command ${command ?? "without a name"}.\n\n${HELP}`, code: 2 };
  if (folder === undefined || others.length > 0)
    return { text: `init wants one folder, and got ${positionals.length - 1}.\n\n${HELP}`, code: 2 };
  return init(folder, { ...values, version, dist });
}

/** A sentence when the arguments are not understood. */
function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
