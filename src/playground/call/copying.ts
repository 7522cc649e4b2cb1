import { copyText } from "../clipboard.js";
import { getElement } from "../dom.js";
import { showNotice } from "../notice.js";
import type { RequestSpec } from "./request.js";

/** Makes the menu work that copies the request as code; `getRequest` gives `undefined` while there is none. */
export function activateCopying(getRequest: () => RequestSpec | undefined): void {
  const button = getElement("copy-as", HTMLButtonElement);
  const copy = async (kind: "toFetchCode" | "toCurl") => {
    const request = getRequest();
    if (!request) return;
    const code = (await import("./copy-as.js"))[kind](request);
    const isCopied = await copyText(code, button);
    if (isCopied && kind === "toCurl")
      showNotice("curl reaches servers, no tabs: the command is for the same function on a server.");
  };
  getElement("copy-fetch", HTMLButtonElement).addEventListener("click", () => copy("toFetchCode"));
  getElement("copy-curl", HTMLButtonElement).addEventListener("click", () => copy("toCurl"));
}
