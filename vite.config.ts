import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, defineConfig, type Plugin, type UserConfig } from "vite";

const root = dirname(fileURLToPath(import.meta.url));

/** Hash of everything that page and worker are made of: how they know that they belong together. */
export function toBuildHash(): string {
  const hash = createHash("sha256");
  const files = ["src", "sw"].flatMap((folder) =>
    readdirSync(resolve(root, folder), { recursive: true, encoding: "utf8" }).map(
      (file) => `${folder}/${file}`,
    ),
  );
  const sources = files.filter(
    (file) => /(?<!\.test)\.ts$/.test(file) && !file.startsWith("src/playground/"),
  );
  for (const file of sources.sort()) hash.update(readFileSync(resolve(root, file)));
  return hash.digest("hex").slice(0, 12);
}

const define = () => ({
  __TABSERVE_BUILD__: JSON.stringify(toBuildHash()),
  // workbox's development code logs every request
  "process.env.NODE_ENV": '"production"',
});

/** A file the worker offers without a network. */
interface Precached {
  readonly url: string;
  readonly revision: string;
}

/** Builds a worker into one classic script without imports. */
export async function buildWorker(entry: string, precache: readonly Precached[] = []): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    logLevel: "warn",
    define: { ...define(), __PRECACHE__: JSON.stringify(precache) },
    build: {
      write: false,
      minify: true,
      target: "es2022",
      lib: { entry: resolve(root, entry), formats: ["iife"], name: "tabserve", fileName: () => "worker.js" },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !("output" in output)) throw new Error(`${entry}: no output`);
  return output.output[0].code;
}

/** Serves and emits `<base><file>` from its entry: the same URL in development and in the build. */
function worker(file: string, entry: string, isPrecaching = false): Plugin {
  let base = "/";
  return {
    name: `tabserve:${file}`,
    configResolved(config) {
      base = config.base;
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url?.split("?")[0] !== `${base.startsWith(".") ? "/" : base}${file}`) return next();
        buildWorker(entry).then((code) => {
          response.setHeader("content-type", "text/javascript");
          response.setHeader("cache-control", "no-cache");
          response.end(code);
        }, next);
      });
    },
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const precache = Object.values(bundle).map((item) => ({
          url: item.fileName,
          revision: createHash("sha256")
            .update(item.type === "chunk" ? item.code : item.source)
            .digest("hex")
            .slice(0, 12),
        }));
        this.emitFile({
          type: "asset",
          fileName: file,
          source: await buildWorker(entry, isPrecaching ? precache : []),
        });
      },
    },
  };
}

/** The npm package. */
const library = (): UserConfig => ({
  define: define(),
  publicDir: false,
  plugins: [worker("tabserve-worker.js", "sw/entry.ts")],
  build: {
    outDir: "dist",
    target: "es2022",
    sourcemap: true,
    lib: {
      entry: { index: "src/index.ts", request: "src/request.ts", worker: "sw/host.ts" },
      formats: ["es"],
    },
    rolldownOptions: { external: ["comlink"] },
  },
});

/** The playground; opens from any folder of a static host. */
const playground = (): UserConfig => ({
  base: "./",
  define: define(),
  plugins: [worker("playground-worker.js", "sw/playground.ts", true)],
  build: {
    outDir: "site",
    target: "es2022",
    rolldownOptions: { input: { index: "index.html", preview: "preview.html" } },
  },
});

export default defineConfig(({ mode }) => (mode === "library" ? library() : playground()));
