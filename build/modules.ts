import { rmSync } from "node:fs";
import { basename, dirname, parse, resolve } from "node:path";
import {
  type CodeSplittingNameFunction,
  type CodeSplittingOptions,
  type RolldownOptions,
  rolldown,
} from "rolldown";
import { ROOT, toDefine } from "./source.js";

/** ES modules to be made: for browsers minified and without imports of packages, for Node as they are. */
export interface Modules {
  /** Entry files by the names of what comes out. */
  readonly entries: Readonly<Record<string, string>>;
  /** Absolute; emptied before. */
  readonly dir: string;
  readonly platform: "browser" | "node";
  readonly sourcemap: boolean;
  /** A source that stays a file of its own. */
  readonly apart?: string;
  /** The source that pages load first of all that they load later. */
  readonly next?: string;
}

/** What the project that uses the package has already. */
const PEERS = [/^node:/, /^vite$/, /^@playwright\/test$/];

/**
 * Builds what a page, a worker or Node imports; parts that are loaded later stay files of their own.
 * @returns the files it was made of, absolute
 */
export async function buildModules(modules: Modules): Promise<string[]> {
  const { entries, dir, platform, sourcemap } = modules;
  const isForBrowser = platform === "browser";
  const bundle = await rolldown({
    cwd: ROOT,
    input: { ...entries },
    platform,
    preserveEntrySignatures: "strict",
    ...toSharedOptions(),
    ...(!isForBrowser && { external: PEERS }),
  });
  rmSync(dir, { recursive: true, force: true });
  const { output } = await bundle.write({
    dir,
    format: "es",
    minify: isForBrowser,
    sourcemap,
    chunkFileNames: ({ name, facadeModuleId }) => `${toChunkName(name, facadeModuleId)}.js`,
    // A service worker cannot load parts later: its one entry is whole.
    ...(isForBrowser && { codeSplitting: Object.keys(entries).length > 1 && toSplitting(modules) }),
  });
  await bundle.close();
  return output.flatMap((item) => (item.type === "chunk" ? item.moduleIds : []));
}

/** How every build reads the sources. */
export function toSharedOptions(): Pick<RolldownOptions, "resolve" | "transform"> {
  return {
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
    transform: { target: "es2022", define: toDefine() },
  };
}

/** Every convention has an `answer.ts`: what lies in a folder is named after it, too. */
function toChunkName(name: string, file: string | null): string {
  const folder = file ? basename(dirname(file)) : "src";
  return folder === "src" ? name : `${folder}-${name}`;
}

/**
 * All that the first entry imports before it runs comes in one file, though later parts import some of it too. What `next`
 * shares with others comes in one file, too: in Vite's bundles each further file costs every page some 20 bytes.
 */
function toSplitting({ entries, next, apart }: Modules): CodeSplittingOptions {
  const toGroup = (name: string, root: string) => {
    let files: ReadonlySet<string> | undefined;
    const toName: CodeSplittingNameFunction = (id, graph) => {
      files ??= findStaticImports(resolve(ROOT, root), (file) => graph.getModuleInfo(file)?.importedIds);
      return files.has(id) ? name : null;
    };
    return { name: toName, debugName: name };
  };
  const core = toGroup("core", Object.values(entries)[0] ?? "");
  return {
    groups: [
      ...(apart ? [{ name: parse(apart).name, test: resolve(ROOT, apart) }] : []),
      core,
      ...(next ? [{ ...toGroup("shared", next), minShareCount: 2 }] : []),
    ],
  };
}

/** The file, what it imports before it runs, what that imports, and so on. */
export function findStaticImports(
  file: string,
  getImports: (file: string) => readonly string[] | undefined,
): ReadonlySet<string> {
  const found = new Set([file]);
  for (const one of found) for (const imported of getImports(one) ?? []) found.add(imported);
  return found;
}
