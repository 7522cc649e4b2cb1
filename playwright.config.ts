import { defineConfig } from "@playwright/test";
import { ENGINES, toLaunchOptions } from "./e2e/browsers.js";

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  // Has a set-up of its own.
  testIgnore: "**/e2e/package/**",
  globalSetup: "./e2e/build.ts",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 30_000,
  reporter: [["list"]],
  projects: ENGINES.map((engine) => ({
    name: engine,
    use: { browserName: engine, launchOptions: toLaunchOptions(engine) },
  })),
});
