import { createHash } from "node:crypto";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { onlyServes } from "./only-serves.js";
import { WORKER_CHANGED } from "./serve-worker.js";

/** What a module gets in place of `tabserve`; one for each module. */
const PREFIX = "\0tabserve:";

/** The part that runs in the page; beside this file in the package as in its sources. */
const HOT_MODULE = fileURLToPath(new URL(`hot-module${extname(import.meta.url)}`, import.meta.url));

/**
 * While Vite serves, gives each module of the app that imports `tabserve` a `connect` of its own, which knows when a new
 * version of the module runs (`HotModule`). A module that only serves is replaced without a reload.
 */
export function keepConnections(): Plugin {
  /** The library's file by what stands for it. */
  const libraries = new Map<string, string>();
  let isOn = false;
  return {
    name: "tabserve:keep-connections",
    enforce: "post",
    apply: "serve",
    configResolved({ server }) {
      isOn = server.hmr !== false;
    },
    resolveId: {
      order: "pre",
      async handler(source, importer) {
        const isOurs = source === "tabserve" && this.environment.config.consumer === "client";
        if (!isOn || !isOurs || !importer || importer.startsWith(PREFIX) || isPackage(importer))
          return undefined;
        const library = await this.resolve(source, importer, { skipSelf: true });
        if (!library || library.external) return library;
        const id = `${PREFIX}${createHash("sha256").update(importer).digest("hex").slice(0, 12)}`;
        libraries.set(id, library.id);
        return id;
      },
    },
    load(id) {
      const library = libraries.get(id);
      return library && toStandIn(library);
    },
    async transform(code, id) {
      if (!isOn || !IMPORT.test(code) || isPackage(id) || id.startsWith("\0")) return undefined;
      const standIn = await this.resolve("tabserve", id, { skipSelf: false });
      if (!standIn?.id.startsWith(PREFIX)) return undefined;
      const isReplaceable = !code.includes("import.meta.hot") && onlyServes(this.parse(code));
      // Before the module's own code: a version that throws must not be the last that is accepted.
      const accept = isReplaceable ? "import.meta.hot.accept(); " : "";
      return { code: `${BEGIN}${accept}${code}\n__tabserveEnd();\n`, map: null };
    },
  };
}

const IMPORT = /\b(from|import)\s*\(?\s*["']tabserve["']/;

/** On the first line of the module, so that all lines stay where they are. */
const BEGIN =
  'import { __begin as __tabserveBegin, __end as __tabserveEnd } from "tabserve"; __tabserveBegin(); ';

function isPackage(id: string): boolean {
  return id.includes("/node_modules/");
}

/** All that `tabserve` exports, with another `connect`. */
function toStandIn(library: string): string {
  return `
import { connect as open } from ${JSON.stringify(library)};
import { HotModule } from ${JSON.stringify(HOT_MODULE)};
export * from ${JSON.stringify(library)};
const module = new HotModule(open);
export const { connect } = module;
export const connectToServer = connect;
export const __begin = () => module.begin();
export const __end = () => module.end();
import.meta.hot?.on("vite:beforeUpdate", () => module.update());
import.meta.hot?.on(${JSON.stringify(WORKER_CHANGED)}, async () => (await navigator.serviceWorker.getRegistration())?.update());
`;
}
