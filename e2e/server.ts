import { createReadStream, existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { OUT } from "./build.js";

/** Answers one path of the test server. */
export type Responder = (request: IncomingMessage, response: ServerResponse) => void;

/** The static host of the tests: an origin of its own, whose files and faults each test chooses. */
export interface TestServer {
  readonly origin: string;
  /** Paths with query that reached the network, in order. */
  readonly requests: string[];
  /** Answers `path` (without query) from now on. */
  on(path: string, responder: Responder): void;
  /** Back to the files alone. */
  reset(): void;
  close(): Promise<void>;
}

const PAGE =
  "<!doctype html><html lang=en><meta charset=utf-8><title>Test page</title><link rel=icon href=data:,><body>";

export async function startServer(): Promise<TestServer> {
  const responders = new Map<string, Responder>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    requests.push(url);
    const path = url.split("?")[0] ?? "/";
    (responders.get(path) ?? respondFile)(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    requests,
    on: (path, responder) => responders.set(path, responder),
    reset() {
      responders.clear();
      requests.length = 0;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** `/lib/*` and any `…/tabserve-worker.js` from the build, a bare page for everything that looks like one. */
function respondFile(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url?.split("?")[0] ?? "/";
  if (path.endsWith("/tabserve-worker.js")) return send(response, resolve(OUT, "tabserve-worker.js"));
  if (path.startsWith("/lib/")) return send(response, resolve(OUT, path.slice(1)));
  if (!path.endsWith("/") && !path.endsWith(".html"))
    return end(response, 404, "text/plain", "Not on this server");
  end(response, 200, "text/html", PAGE);
}

function send(response: ServerResponse, file: string): void {
  if (!existsSync(file)) return end(response, 404, "text/plain", "Not built");
  // A sandboxed page has an origin of its own.
  const headers = { "access-control-allow-origin": "*", "cache-control": "no-cache" };
  response.writeHead(200, { "content-type": "text/javascript", ...headers });
  createReadStream(file).pipe(response);
}

/** A whole answer in one line. */
export function end(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-cache" });
  response.end(body);
}
