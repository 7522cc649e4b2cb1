import { defineConfig } from "vite";
import { toDefine } from "./build/source.js";
import { serveWorker } from "./src/vite/serve-worker.js";

/** The playground; opens from any folder of a static host. */
export default defineConfig({
  base: "./",
  define: toDefine(),
  plugins: [serveWorker({ entry: "sw/playground.ts", file: "playground-worker.js" })],
  build: {
    outDir: "site",
    target: "es2022",
    rolldownOptions: { input: ["index.html", "src/playground/preview.html", "src/playground/provider.html"] },
  },
});
