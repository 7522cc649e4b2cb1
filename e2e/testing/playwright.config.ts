import { defineConfig } from "@playwright/test";
import { type Engine, toLaunchOptions } from "../browsers.js";

/** A suite of its own, which the tests of e2e/testing-runs.spec.ts start and whose report they read. */
const engine = (process.env.ENGINE ?? "chromium") as Engine;

export default defineConfig({
  testMatch: "*.nested.ts",
  fullyParallel: true,
  timeout: 60_000,
  use: { browserName: engine, launchOptions: toLaunchOptions(engine) },
});
