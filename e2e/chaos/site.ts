import { rolldown } from "rolldown";
import { toSharedOptions } from "../../build/modules.js";
import { bundleReadyWorker } from "../../build/package.js";
import { end, startServer, type TestServer } from "../server.js";

/** A server whose page and worker are built into memory: another build cannot change them during a run. */
export async function startSite(): Promise<TestServer> {
  const server = await startServer();
  const scripts = await buildPage();
  scripts.set("/tabserve-worker.js", (await bundleReadyWorker()).code);
  for (const [path, code] of scripts)
    server.on(path, (_, response) => end(response, 200, "text/javascript", code));
  server.on("/", (_, response) => end(response, 200, "text/html", PAGE));
  return server;
}

const PAGE =
  "<!doctype html><html lang=en><meta charset=utf-8><title>Chaos</title><link rel=icon href=data:,>" +
  "<script type=module src=/page.js></script>";

async function buildPage(): Promise<Map<string, string>> {
  const bundle = await rolldown({
    input: { page: new URL("page.ts", import.meta.url).pathname },
    ...toSharedOptions(),
  });
  const { output } = await bundle.generate({
    format: "es",
    minify: true,
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
  });
  await bundle.close();
  return new Map(output.flatMap((item) => (item.type === "chunk" ? [[`/${item.fileName}`, item.code]] : [])));
}
