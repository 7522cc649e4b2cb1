import { defineConfig } from "vite";
import { toDefine } from "./build/source.js";
import { tabserve } from "./src/vite/index.js";

/** The playground; opens from any folder of a static host. */
export default defineConfig({
  base: "./",
  define: toDefine(),
  plugins: [tabserve({ worker: "sw/playground.ts" })],
  build: { outDir: "site", target: "es2022" },
});
