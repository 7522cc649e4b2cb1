import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// biome-ignore lint/style/noDefaultExport: Vitest reads it
export default defineConfig({
  root: resolve(fileURLToPath(import.meta.url), "../.."),
  define: { __TABSERVE_BUILD__: '"test-build"' },
  test: {
    environment: "node",
    // Property tests on a busy machine.
    testTimeout: 30_000,
    include: ["src/**/*.test.ts", "sw/**/*.test.ts", ".ci/**/*.test.mjs"],
  },
});
