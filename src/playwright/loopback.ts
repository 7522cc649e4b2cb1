import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Says of a connection, not of an answer (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set(["connection", "content-length", "keep-alive", "transfer-encoding"]);

/**
 * A server on this machine, to which a browser is sent for an answer that streams: `route.fulfill` takes whole answers only.
 * Each answer has a path of its own, and is given once.
 */
export class Loopback {
  readonly #answers = new Map<string, Response>();
  readonly #server: Server;
  readonly #ready: Promise<void>;
  #count = 0;

  constructor() {
    this.#server = createServer(({ url = "" }, response) => {
      const answer = this.#answers.get(url);
      this.#answers.delete(url);
      if (!answer) return response.writeHead(404).end();
      response.sendDate = false;
      const headers = [...answer.headers].filter(([name]) => !HOP_BY_HOP.has(name));
      response.writeHead(answer.status, headers.flat());
      response.flushHeaders();
      if (!answer.body) return response.end();
      // Either side may end it: a reader that goes away cancels the function's stream.
      pipeline(Readable.fromWeb(answer.body as never), response).catch(() => {});
    });
    this.#ready = new Promise((done) => this.#server.listen(0, "127.0.0.1", done));
  }

  /** @returns where the answer is, once */
  async offer(answer: Response): Promise<string> {
    await this.#ready;
    this.#count++;
    const path = `/${this.#count}`;
    this.#answers.set(path, answer);
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
