import { build, type InlineConfig } from "vite";

/** A worker to be made. */
export interface WorkerSource {
  readonly root: string;
  /** Absolute, or relative to `root`. */
  readonly entry: string;
  /** As Vite's. */
  readonly define?: InlineConfig["define"];
  /** As Vite's. */
  readonly resolve?: InlineConfig["resolve"];
  readonly minify: boolean;
  /** First line of the script. */
  readonly banner?: string;
}

/** A classic script without imports. */
export interface WorkerScript {
  readonly code: string;
  /** Source map, JSON. */
  readonly map: string;
  /** Absolute paths of the files it was made of. */
  readonly files: readonly string[];
}

/** Bundles a worker. */
export async function bundleWorker(source: WorkerSource): Promise<WorkerScript> {
  const { root, entry, define, resolve, minify, banner } = source;
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    root,
    ...(define && { define }),
    ...(resolve && { resolve }),
    build: {
      write: false,
      minify,
      sourcemap: "hidden",
      target: "es2022",
      lib: { entry, formats: ["iife"], name: "worker", fileName: () => "worker.js" },
      ...(banner && { rolldownOptions: { output: { postBanner: banner } } }),
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  const script = output && "output" in output ? output.output[0] : undefined;
  if (!script) throw new Error(`The worker ${entry} has no output`);
  return { code: script.code, map: String(script.map), files: script.moduleIds };
}
