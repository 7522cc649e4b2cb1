/**
 * Chromium takes `<a download>` past every service worker (crbug.com/468227), so there the page fetches what a function
 * serves and hands it over as a file. Every other link and every other engine is left to the browser.
 * @param scope absolute URL of the worker's scope
 */
export function serveDownloads(scope: string): void {
  document.addEventListener("click", (event) => {
    const link = event.composedPath().find(isDownloadLink);
    // Of several connections of a page the first one's listener has it.
    if (event.defaultPrevented || !link?.href.startsWith(scope) || !OURS.test(link.href.slice(scope.length)))
      return;
    event.preventDefault();
    import("./save.js").then(({ saveFile }) => saveFile(link.href, link.download)).catch(reportError);
  });
}

const OURS = /^[^/?#]+\/apps\/[^/?#]/;

function isDownloadLink(target: EventTarget): target is HTMLAnchorElement {
  return target instanceof HTMLAnchorElement && target.hasAttribute("download");
}
