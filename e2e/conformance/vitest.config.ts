import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(fileURLToPath(import.meta.url), "../../.."),
  test: {
    environment: "node",
    include: ["e2e/conformance/*.test.ts"],
    // A page gives up on a case after 20 s.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
