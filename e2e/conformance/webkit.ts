import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import type { Readable } from "node:stream";
import { Builder, Capabilities, type WebDriver } from "selenium-webdriver";
import type { EngineBrowser, EngineDriver } from "./engine.js";

/** WebKitGTK's MiniBrowser, on a display of its own. */
export const webkitDriver: EngineDriver = { name: "WebKitGTK", findObstacle, leftOut: {}, launch };

/** Where distributions put MiniBrowser, newest API first. */
const LIBRARIES = ["/usr/libexec", "/usr/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"];
const APIS = ["webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"];

function findMiniBrowser(): string | undefined {
  const paths = APIS.flatMap((api) => LIBRARIES.map((library) => join(library, api, "MiniBrowser")));
  return paths.find((path) => existsSync(path));
}

function hasProgram(name: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}

function findObstacle(): string | undefined {
  if (process.platform !== "linux") return `WebKitGTK is for Linux, this is ${process.platform}`;
  const missing = ["WebKitWebDriver", "Xvfb"].filter((name) => !hasProgram(name));
  if (!findMiniBrowser()) missing.push("MiniBrowser");
  if (missing.length === 0) return undefined;
  return `no ${missing.join(", no ")} here; on Debian: apt-get install webkit2gtk-driver xvfb`;
}

async function launch(): Promise<EngineBrowser> {
  const started: ChildProcess[] = [];
  process.once("exit", () => {
    for (const child of started) child.kill("SIGKILL");
  });
  try {
    const display = await startDisplay(started);
    const port = await findPort();
    const service = spawn("WebKitWebDriver", [`--port=${port}`], {
      env: { ...process.env, DISPLAY: display },
      stdio: "ignore",
    });
    started.push(service);
    const driver = await startBrowser(`http://127.0.0.1:${port}`);
    return await toEngineBrowser(driver, { service, end: () => endAll(started) });
  } catch (error) {
    await endAll(started);
    throw error;
  }
}

/** Starts a display that nobody sees; the first free number is its name. */
function startDisplay(started: ChildProcess[]): Promise<string> {
  const args = ["-displayfd", "3", "-nolisten", "tcp", "-screen", "0", "1280x800x24"];
  const child = spawn("Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  started.push(child);
  return new Promise((resolve, reject) => {
    (child.stdio[3] as Readable).once("data", (data) => resolve(`:${String(data).trim()}`));
    child.once("exit", (code) => reject(new Error(`Xvfb ended with code ${code}`)));
    child.once("error", reject);
  });
}

function findPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function startBrowser(service: string): Promise<WebDriver> {
  await waitForService(service);
  const binary = findMiniBrowser();
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary, args: ["--automation"] },
  });
  return new Builder().usingServer(service).withCapabilities(capabilities).build();
}

async function waitForService(url: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const isReady = await fetch(`${url}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("WebKitWebDriver does not answer within 10 s");
}

async function toEngineBrowser(
  driver: WebDriver,
  { service, end }: { service: ChildProcess; end: () => Promise<void> },
): Promise<EngineBrowser> {
  const version = (await driver.getCapabilities()).getBrowserVersion();
  const pages: string[] = [];
  return {
    version: `WebKitGTK ${version}`,
    async open(url) {
      if (pages.length > 0) await driver.switchTo().newWindow("tab");
      await driver.get(url);
      pages.push(url);
    },
    endWorker: () => killOldestPage(service.pid),
    async close() {
      // The session may be gone; its browser ends with the service in any case.
      await Promise.race([driver.quit().catch(() => {}), new Promise((done) => setTimeout(done, 5000))]);
      await end();
    },
  };
}

/**
 * The worker lives in the process of the page that started it: ending that ends both, and no later tab. WebKitWebDriver
 * gives up the session when a tab's process ends, the browser goes on.
 */
async function killOldestPage(service: number | undefined): Promise<void> {
  const pages = listChildren(service)
    .flatMap(listChildren)
    .filter((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("WebKitWebProces"));
  const oldest = Math.min(...pages);
  process.kill(oldest, "SIGKILL");
  while (toParent(oldest) !== undefined) await new Promise((done) => setTimeout(done, 10));
}

function listChildren(pid: number | undefined): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => toParent(child) === pid);
}

function toParent(pid: number): number | undefined {
  try {
    const [, parent] = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(parent);
  } catch {
    return undefined; // it has ended meanwhile
  }
}

async function endAll(started: ChildProcess[]): Promise<void> {
  for (const child of started.reverse()) await endChild(child);
}

function endChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    const killer = setTimeout(() => child.kill("SIGKILL"), 3000);
    child.once("exit", () => {
      clearTimeout(killer);
      resolve();
    });
    child.kill();
  });
}
