import type { Answer } from "../call/send.js";
import { createElement } from "../dom.js";
import { toHexView } from "./hex.js";
import { readJson } from "./json.js";
import { toJsonTree } from "./json-tree.js";
import { toPreview } from "./preview.js";
import { readText, toRemark, toTextView } from "./text.js";

/** Characters of JSON beyond which there is no tree. */
const LONGEST_TREE = 5_000_000;

/** The body as a reader wants it: a tree, a picture, a page, or its bytes. */
export function toBodyView(answer: Answer): HTMLElement[] {
  const { bytes, type, charset } = answer;
  if (bytes.byteLength === 0) return [toRemark("The answer has no body.")];
  const medium = /^(image|audio|video)\//.exec(type)?.[1];
  if (medium !== undefined) return [toMedium(answer, medium)];
  const text = readText(bytes, charset);
  if (text === undefined) return [toHexView(bytes)];
  if (type === "text/html") return toPreview(text, answer.url);
  const json = /[/+]json$/.test(type) && text.length <= LONGEST_TREE ? readJson(text) : undefined;
  return [json ? toJsonTree(json) : toTextView(text)];
}

/** The body as it came. */
export function toRawView({ bytes, charset }: Answer): HTMLElement[] {
  if (bytes.byteLength === 0) return [toRemark("The answer has no body.")];
  const text = readText(bytes, charset);
  return [text === undefined ? toHexView(bytes) : toTextView(text)];
}

function toMedium({ bytes, type }: Answer, medium: string): HTMLElement {
  const src = URL.createObjectURL(new Blob([bytes], { type }));
  const fail = (element: HTMLElement) => {
    URL.revokeObjectURL(src);
    element.replaceWith(toRemark(`This is no ${type} that the browser can show.`));
  };
  if (medium === "image") {
    const image = createElement("img", { alt: `The answer, ${type}`, src });
    image.addEventListener("load", () => URL.revokeObjectURL(src));
    image.addEventListener("error", () => fail(image));
    return image;
  }
  // Its URL stays as long as the page does: a player asks for parts at any time.
  const player = createElement(medium === "audio" ? "audio" : "video", { controls: true, src });
  player.addEventListener("error", () => fail(player));
  return player;
}
