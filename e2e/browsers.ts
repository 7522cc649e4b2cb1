import { existsSync } from "node:fs";
import { chromium, firefox, type LaunchOptions } from "@playwright/test";

/** Engines that the suite runs in. */
export type Engine = "chromium" | "firefox";

/** As root and without a network: no sandbox, no services that look for hosts. */
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const SYSTEM_CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable"];
const SYSTEM_FIREFOX = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/** Playwright's own browser when it is there, else the system's. */
export function toLaunchOptions(engine: Engine): LaunchOptions {
  return engine === "chromium" ? toChromiumOptions() : toFirefoxOptions();
}

/** Whether the engine can be started at all. */
export function hasBrowser(engine: Engine): boolean {
  const [own, system] = engine === "chromium" ? [chromium, SYSTEM_CHROMIUM] : [firefox, SYSTEM_FIREFOX];
  return existsSync(own.executablePath()) || system.some((path) => existsSync(path));
}

function toChromiumOptions(): LaunchOptions {
  const executablePath = existsSync(chromium.executablePath())
    ? undefined
    : SYSTEM_CHROMIUM.find((path) => existsSync(path));
  return { args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) };
}

/** A stock Firefox speaks WebDriver BiDi, which Playwright drives under this channel name. */
function toFirefoxOptions(): LaunchOptions {
  const executablePath = existsSync(firefox.executablePath())
    ? undefined
    : SYSTEM_FIREFOX.find((path) => existsSync(path));
  return executablePath ? { channel: "moz-firefox", executablePath } : {};
}
