import { existsSync, readFileSync, statSync } from "node:fs";
import { chromium, firefox, type LaunchOptions } from "@playwright/test";

/** Engines that the suite runs in. */
export const ENGINES = ["chromium", "firefox"] as const;

export type Engine = (typeof ENGINES)[number];

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
  return hasOwn(engine) || findSystem(engine) !== undefined;
}

function toChromiumOptions(): LaunchOptions {
  const executablePath = hasOwn("chromium") ? undefined : findSystem("chromium");
  return { args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) };
}

/** A stock Firefox speaks WebDriver BiDi, which Playwright drives under this channel name. */
function toFirefoxOptions(): LaunchOptions {
  const executablePath = hasOwn("firefox") ? undefined : findSystem("firefox");
  return executablePath ? { channel: "moz-firefox", executablePath } : {};
}

function hasOwn(engine: Engine): boolean {
  return existsSync((engine === "chromium" ? chromium : firefox).executablePath());
}

function findSystem(engine: Engine): string | undefined {
  const paths = engine === "chromium" ? SYSTEM_CHROMIUM : SYSTEM_FIREFOX;
  return paths.find((path) => existsSync(path) && !isSnap(path));
}

/** Ubuntu's /usr/bin/firefox starts a snap, which cannot read the profile that Playwright makes in /tmp. */
function isSnap(path: string): boolean {
  return statSync(path).size < 10_000 && readFileSync(path, "utf8").includes("/snap/");
}
