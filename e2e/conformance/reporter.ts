import type { Report } from "./case.js";

/**
 * Reports go through a frame of another origin, which the worker does not control: they arrive whatever became of the
 * worker, and of the protocol that drives the browser.
 */
let frame: Promise<Window> | undefined;

/** Sends the report to the server; resolves when the server has it, and has done what the report wishes. */
export async function tell(report: Report): Promise<void> {
  frame ??= openReporter();
  const reporter = await frame;
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise<void>((resolve) => {
    port1.onmessage = () => resolve();
  });
  reporter.postMessage({ page: location.search, report }, "*", [port2]);
  await answered;
}

async function openReporter(): Promise<Window> {
  const element = document.createElement("iframe");
  const loaded = new Promise((done) => element.addEventListener("load", done, { once: true }));
  Object.assign(element, {
    src: `http://127.0.0.1:${location.port}/conformance/reporter.html`,
    hidden: true,
  });
  document.body.append(element);
  await loaded;
  return element.contentWindow as Window;
}
