import type { ServiceInfo } from "../../index.js";
import { createElement } from "../dom.js";
import { isFromClient, listFunctions, toServiceName } from "../functions.js";
import { isSamePath } from "./address.js";
import { isApp } from "./completion.js";

/** The services of the workspace, each function a button that puts its URL into the request. */
export class ServiceList {
  readonly #list: HTMLElement;
  readonly #onPick: (url: string) => void;
  #shown = "";
  #current = "";

  constructor(list: HTMLElement, onPick: (url: string) => void) {
    this.#list = list;
    this.#onPick = onPick;
  }

  /** @param clientId whose services are this page's own */
  show(services: readonly ServiceInfo[], clientId: string): void {
    const text = JSON.stringify(services);
    if (text === this.#shown) return;
    this.#shown = text;
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset.url : undefined;
    this.#list.replaceChildren(...services.map((service) => this.#toItem(service, clientId)));
    this.setCurrent(this.#current);
    if (focused !== undefined) this.#buttons.find(({ dataset }) => dataset.url === focused)?.focus();
  }

  /** Marks the function that a request to this URL reaches. */
  setCurrent(url: string): void {
    this.#current = url;
    for (const button of this.#buttons)
      button.setAttribute("aria-current", String(isSamePath(button.dataset.url ?? "", url)));
  }

  get #buttons(): HTMLButtonElement[] {
    return [...this.#list.querySelectorAll("button")];
  }

  #toItem(service: ServiceInfo, clientId: string): HTMLLIElement {
    const name = toServiceName(service);
    const hint = isFromClient(service, clientId) ? "" : "in another tab";
    const title = createElement(
      "p",
      { className: "service" },
      createElement("span", { className: "name", title: service.id }, name),
      createElement("span", { className: "hint" }, hint),
    );
    const functions = isApp(service) ? [{ name: "/", url: service.url }] : listFunctions(service);
    const list = createElement(
      "ul",
      { className: "functions", ariaLabel: `Functions of ${name}` },
      ...functions.map((fn) => createElement("li", {}, this.#toButton(fn.name, fn.url))),
    );
    return createElement("li", {}, title, ...(functions.length > 0 ? [list] : []));
  }

  #toButton(name: string, url: string): HTMLButtonElement {
    const button = createElement("button", { type: "button" }, name);
    button.dataset.url = url;
    button.addEventListener("click", () => this.#onPick(url));
    return button;
  }
}
