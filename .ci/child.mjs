import { spawn } from "node:child_process";

const MINUTE = 60_000;

/** How long a child may take to end by itself once it was asked to: Playwright closes its browsers meanwhile. */
const GRACE = 20_000;

/** Children under way, each with the function that ends it. */
const running = new Map();

let isInterrupted = false;

/**
 * Runs a program without a stdin to its end, or ends it and everything it started after `minutes`.
 * A program that cannot be started, is ended or comes after an interrupt (Ctrl-C) has a code other than 0.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ minutes: number, isQuiet?: boolean, env?: Record<string, string> }} options `isQuiet`: prints nothing
 * @returns {Promise<{ code: number, output: string }>} `output`: why it was ended, else what it printed when it was quiet
 */
export async function run(command, args, { minutes, isQuiet = false, env = {} }) {
  if (isInterrupted) return { code: 130, output: "interrupted" };
  const child = spawn(command, args, {
    stdio: ["ignore", isQuiet ? "pipe" : "inherit", isQuiet ? "pipe" : "inherit"],
    env: { ...process.env, ...env },
    // A process group of its own, so that its children can be ended with it. Windows would open a console.
    detached: process.platform !== "win32",
  });
  let output = "";
  child.stdout?.on("data", (data) => (output += data));
  child.stderr?.on("data", (data) => (output += data));
  const { code, reason } = await waitForEnd(child, minutes);
  return { code, output: (reason || output).trim() };
}

/** Runs npm, as the one that runs us when there is one. */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath;
  return npm?.endsWith(".js") ? run(process.execPath, [npm, ...args], options) : run("npm", args, options);
}

/**
 * Ends this process when the npm that started it was: npm passes a SIGTERM on to its shell only, and what that shell
 * started would stay behind.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  timer.unref();
}

function waitForEnd(child, minutes) {
  return new Promise((resolve) => {
    let reason = "";
    let killer;
    const finish = (code) => {
      clearTimeout(bound);
      clearTimeout(killer);
      running.delete(child);
      if (running.size === 0) stopListening();
      resolve({ code, reason });
    };
    const end = (why) => {
      if (killer) return;
      reason = why;
      signalGroup(child, "SIGINT");
      killer = setTimeout(() => {
        signalGroup(child, "SIGKILL");
        finish(137);
      }, GRACE);
    };
    const bound = setTimeout(() => end(`ended after ${minutes} minutes`), minutes * MINUTE);
    if (running.size === 0) startListening();
    running.set(child, end);
    child.once("error", (error) => {
      reason = error.message;
      finish(127);
    });
    // What it left behind would keep its pipes, and so "close", waiting.
    child.once("exit", () => signalGroup(child, "SIGKILL"));
    child.once("close", (code) => finish(reason ? 1 : (code ?? 1)));
  });
}

/** Listens only while there is a child to end: at other times a signal ends this process as usual. */
function startListening() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, interrupt);
}

function stopListening() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, interrupt);
}

function interrupt() {
  isInterrupted = true;
  for (const end of running.values()) end("interrupted");
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: all of it has ended. EPERM: it runs as somebody else (sudo).
    if (error.code !== "ESRCH" && error.code !== "EPERM") throw error;
  }
}
