import { defineConfig } from "@playwright/test";
import { ENGINES, toLaunchOptions } from "../browsers.js";

/** The package as its users get it. */
export default defineConfig({
  testDir: ".",
  globalSetup: "./set-up.ts",
  outputDir: "../../test-results/package",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // Compilers and bundlers on a busy machine.
  timeout: 120_000,
  // Vite and the browser have to notice an edited file first.
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  projects: [
    { name: "node", testMatch: ["package.spec.ts", "app.spec.ts"] },
    { name: "examples installed", testMatch: "examples.setup.ts" },
    ...ENGINES.map((engine) => ({
      name: `examples in ${engine}`,
      testMatch: "examples.spec.ts",
      dependencies: ["examples installed"],
      use: { browserName: engine, launchOptions: toLaunchOptions(engine) },
    })),
    ...ENGINES.map((engine) => ({
      name: engine,
      testMatch: ["vite.spec.ts", "hot.spec.ts", "static.spec.ts"],
      use: { browserName: engine, launchOptions: toLaunchOptions(engine) },
    })),
  ],
});
