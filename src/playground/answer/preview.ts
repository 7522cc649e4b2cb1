import { createElement } from "../dom.js";
import { toRemark } from "./text.js";

/**
 * A page that an answer is, in a frame without scripts. It has this origin: only so do its pictures, links and forms reach
 * the functions, as other origins have no worker; without scripts there is nothing that could use it.
 */
export function toPreview(html: string, url: string): HTMLElement[] {
  // Firefox gives a worker to a page that was loaded, sandboxed or not, but to no sandboxed srcdoc.
  const frame = createElement("iframe", { title: "Preview of the answer", src: PAGE });
  frame.setAttribute("sandbox", "allow-same-origin allow-forms");
  frame.addEventListener("load", () => write(frame, addBase(html, url)), { once: true });
  if (!/<script/i.test(html)) return [frame];
  return [frame, toRemark("Scripts do not run in this preview; open the answer in a new tab for them.")];
}

/** An empty page of this site. */
const PAGE = "src/playground/preview.html";

function write(frame: HTMLIFrameElement, html: string): void {
  const { contentDocument } = frame;
  if (!contentDocument) return;
  contentDocument.open();
  contentDocument.write(html);
  contentDocument.close();
}

/** Lets relative URLs mean what they mean at the page's own address. */
function addBase(html: string, url: string): string {
  if (/<base\s/i.test(html)) return html;
  const base = createElement("base", { href: url }).outerHTML;
  const head = /<head(\s[^>]*)?>/i.exec(html) ?? /<!doctype[^>]*>/i.exec(html);
  if (!head) return base + html;
  const end = head.index + head[0].length;
  return html.slice(0, end) + base + html.slice(end);
}
