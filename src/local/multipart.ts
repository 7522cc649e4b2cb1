import { toRandomId } from "../random-id.js";

/**
 * A form as the bytes that are sent for it (HTML Standard, multipart/form-data encoding algorithm). WebKit cannot read those
 * of a form with a file (`InvalidStateError: Unable to read form data blob`), so nothing that takes forms apart is left
 * to a browser.
 */
export function toMultipart(form: FormData): Blob {
  const boundary = `tabserve-${toRandomId()}`;
  const parts: BlobPart[] = [];
  for (const [name, value] of form) {
    parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${toQuoted(toLines(name))}"`);
    if (typeof value === "string") parts.push(`\r\n\r\n${toLines(value)}\r\n`);
    else parts.push(toFileHead(value), value, "\r\n");
  }
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

/** What can be read again where it is given, whatever the engine. */
export function toReadable<Body>(body: Body): Body | Blob {
  return body instanceof FormData ? toMultipart(body) : body;
}

function toFileHead({ name, type }: File): string {
  return `; filename="${toQuoted(name)}"\r\nContent-Type: ${type || "application/octet-stream"}\r\n\r\n`;
}

function toQuoted(name: string): string {
  return name.replace(/\n/g, "%0A").replace(/\r/g, "%0D").replace(/"/g, "%22");
}

function toLines(text: string): string {
  return text.replace(/\r\n|\r|\n/g, "\r\n");
}
