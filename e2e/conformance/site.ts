import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { buildLibrary, buildPageScript, OUT } from "../build.js";
import { end, startServer, type TestServer } from "../server.js";
import type { Report } from "./case.js";
import type { PageName } from "./cases.js";

const PAGE =
  "<!doctype html><html lang=en><meta charset=utf-8><title>Conformance</title><link rel=icon href=data:,>" +
  "<body><script type=module src=/conformance/page.js></script>";

const REPORTER = `<!doctype html><script>
onmessage = async ({ data, ports }) => {
  await fetch("/conformance/report", { method: "POST", body: JSON.stringify(data) });
  ports[0].postMessage("told");
};
</script>`;

const WORKER = "onmessage = async ({ data }) => postMessage(await (await fetch(data)).text());";

/** Builds the library and the script of the pages; resolves to the latter. */
export async function buildScripts(): Promise<string> {
  await buildLibrary();
  return buildPageScript("e2e/conformance/page.ts");
}

/** What a page waits for. */
export interface Wish {
  readonly name: Exclude<Report["wish"], undefined>;
  grant(): void;
}

export interface Site {
  toUrl(page: PageName): string;
  /** What a page told last. */
  getReport(page: PageName): Report | undefined;
  /** The wish of a page, once; `grant` lets the page go on. */
  takeWish(page: PageName): Wish | undefined;
  close(): Promise<void>;
}

/** Serves the built library, the pages of cases and what the cases ask of a server. */
export async function startSite(script: string): Promise<Site> {
  const site = await startServer();
  const serve = (path: string, type: string, body: string) =>
    site.on(path, (_, response) => end(response, 200, type, body));
  serve("/conformance/", "text/html", PAGE);
  serve("/conformance/reporter.html", "text/html", REPORTER);
  serve("/conformance/page.js", "text/javascript", script);
  serve("/caller.js", "text/javascript", WORKER);
  serve("/alone/text.txt", "text/plain", "text");
  serveStaleWorker(site);
  site.on("/conformance/leaks", (_, response) => {
    const leaks = site.requests.filter((url) => url.startsWith("/restart/apps/"));
    end(response, 200, "application/json", JSON.stringify(leaks));
  });
  const toPath = (page: PageName) => `/conformance/?page=${page}`;
  const reports = new Map<string, Report>();
  const wishes = new Map<string, Wish>();
  receiveReports(site, (page, report, answer) => {
    reports.set(page, report);
    if (report.wish) wishes.set(page, { name: report.wish, grant: answer });
    else answer();
  });
  return {
    toUrl: (page) => site.origin + toPath(page),
    getReport: (page) => reports.get(page),
    takeWish(page) {
      const wish = wishes.get(page);
      wishes.delete(page);
      return wish;
    },
    close: site.close,
  };
}

type Receive = (page: string, report: Report, answer: () => void) => void;

/** A page goes on when its report is answered. */
function receiveReports(site: TestServer, receive: Receive): void {
  site.on("/conformance/report", async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { page, report } = JSON.parse(Buffer.concat(chunks).toString());
    const name = new URLSearchParams(page).get("page") ?? "main";
    receive(name, report, () => end(response, 200, "text/plain", ""));
  });
}

/** `/stale/tabserve-worker.js` is of another build until `/stale/renew` is asked for. */
function serveStaleWorker(site: TestServer): void {
  const current = readFileSync(resolve(OUT, "tabserve-worker.js"), "utf8");
  let code = current.replaceAll(/[`"'][0-9a-f]{12}[`"']/g, '"000000000000"');
  site.on("/stale/tabserve-worker.js", (_, response) => end(response, 200, "text/javascript", code));
  site.on("/stale/renew", (_, response) => {
    code = current;
    end(response, 200, "text/plain", "renewed");
  });
}
