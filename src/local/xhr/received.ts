import { isXml, type MimeType } from "./mime-type.js";

/** The body of an answer as far as it has come, and what `responseType` makes of it. */
export class Received {
  readonly #mime: MimeType;
  readonly #decoder: TextDecoder;
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  #text = "";
  #size = 0;
  #typed: { readonly type: XMLHttpRequestResponseType; readonly value: unknown } | undefined;

  constructor(mime: MimeType) {
    this.#mime = mime;
    this.#decoder = toDecoder(mime.charset);
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  get text(): string {
    return this.#text;
  }

  add(chunk: Uint8Array<ArrayBuffer>): void {
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    this.#text += this.#decoder.decode(chunk, { stream: true });
  }

  end(): void {
    this.#text += this.#decoder.decode();
  }

  /** The whole body; the same object whenever it is asked for; `null` for what the body is not. */
  toTyped(type: XMLHttpRequestResponseType): unknown {
    if (this.#typed?.type !== type) this.#typed = { type, value: this.#make(type) };
    return this.#typed.value;
  }

  #make(type: XMLHttpRequestResponseType): unknown {
    if (type === "blob") return new Blob(this.#chunks, { type: this.#mime.text });
    if (type === "document") return this.#toDocument();
    if (type === "arraybuffer") return this.#toBuffer();
    return type === "json" ? this.#toJson() : this.#text;
  }

  #toBuffer(): ArrayBuffer {
    const bytes = new Uint8Array(this.#size);
    let offset = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return bytes.buffer;
  }

  /** JSON is UTF-8 whatever the charset says. */
  #toJson(): unknown {
    try {
      return JSON.parse(new TextDecoder().decode(this.#toBuffer()));
    } catch {
      return null;
    }
  }

  #toDocument(): Document | null {
    if (!isXml(this.#mime) && this.#mime.essence !== "text/html") return null;
    const type = isXml(this.#mime) ? "application/xml" : "text/html";
    const parsed = new DOMParser().parseFromString(this.#text, type);
    return isXml(this.#mime) && parsed.querySelector("parsererror") ? null : parsed;
  }
}

/** An unknown charset is UTF-8. */
function toDecoder(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
