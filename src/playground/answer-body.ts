import { createElement } from "./dom.js";
import { formatJson } from "./json.js";
import type { Answer } from "./send.js";

/** Characters beyond which text is cut, and JSON left without colours: the page must stay quick. */
const LONGEST_TEXT = 500_000;
const LONGEST_COLOURED = 100_000;

/** The body as a reader wants it: formatted, rendered, or described. */
export function toBody(answer: Answer): HTMLElement[] {
  if (answer.bytes.byteLength === 0) return [toEmpty("The answer has no body.")];
  if (answer.type.startsWith("image/")) return [toImage(answer)];
  const text = toText(answer);
  if (text === undefined) return toDownload(answer);
  if (answer.type === "text/html") return toPreview(text);
  const isJson = /[/+]json$/.test(answer.type);
  return [(isJson && text.length <= LONGEST_COLOURED && toColoured(text)) || toPlain(text)];
}

/** The body as it came. */
export function toRaw(answer: Answer): HTMLElement[] {
  if (answer.bytes.byteLength === 0) return [toEmpty("The answer has no body.")];
  const text = toText(answer);
  return text === undefined ? toDownload(answer) : [toPlain(text)];
}

/** `undefined` when the bytes are no text in the encoding they claim. */
function toText({ bytes, charset }: Answer): string | undefined {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function toColoured(text: string): HTMLElement | undefined {
  const tokens = formatJson(text);
  return (
    tokens &&
    createElement(
      "pre",
      {},
      ...tokens.map(({ text, kind }) => createElement("span", { className: `tok-${kind}` }, text)),
    )
  );
}

function toPlain(text: string): HTMLElement {
  const rest = text.length - LONGEST_TEXT;
  const pre = createElement("pre", {}, text.slice(0, LONGEST_TEXT));
  if (rest > 0) pre.append(`\n… and ${rest.toLocaleString("en")} characters more`);
  return pre;
}

/** Without scripts, forms or an origin: the answer may be anybody's. */
function toPreview(html: string): HTMLElement[] {
  const frame = createElement("iframe", { title: "Preview of the answer", srcdoc: html });
  frame.setAttribute("sandbox", "");
  if (!/<script/i.test(html)) return [frame];
  return [frame, toEmpty("Scripts do not run in this preview; open the answer in a new tab for them.")];
}

function toImage(answer: Answer): HTMLElement {
  const url = toObjectUrl(answer);
  const image = createElement("img", { alt: `The answer, ${answer.type}`, src: url });
  const free = () => URL.revokeObjectURL(url);
  image.addEventListener("load", free);
  image.addEventListener("error", () => {
    free();
    image.replaceWith(toEmpty(`This is no ${answer.type} that the browser can show.`));
  });
  return image;
}

function toDownload(answer: Answer): HTMLElement[] {
  const type = answer.type || "bytes of no known type";
  const button = createElement("button", { type: "button" }, "Save");
  button.addEventListener("click", () => {
    const url = toObjectUrl(answer);
    createElement("a", { href: url, download: "answer" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download starts some time after the click
  });
  return [toEmpty(`${formatSize(answer.bytes.byteLength)} of ${type}`), button];
}

function toObjectUrl({ bytes, type }: Answer): string {
  return URL.createObjectURL(new Blob([bytes], { type }));
}

function toEmpty(text: string): HTMLElement {
  return createElement("p", { className: "empty" }, text);
}

/** Bytes for people. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
