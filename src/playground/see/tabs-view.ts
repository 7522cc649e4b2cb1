import { createElement } from "../dom.js";
import { formatTime } from "../plot/format.js";
import type { Observations } from "./observations.js";
import { groupByPage, type ProviderPage } from "./providers.js";
import { toRepaint, type View } from "./repaint.js";
import { type ServiceNews, ServiceWatch } from "./service-watch.js";

/** Which pages answer, with which services, and what is known of the worker between them. */
export class TabsView implements View {
  readonly #observations: Observations;
  readonly #watch: ServiceWatch;
  readonly #worker = createElement("dl", { className: "record-facts" });
  readonly #pages = createElement("ul", { className: "pages", ariaLabel: "Pages that answer" });
  readonly #news = createElement("ol", { className: "news", ariaLabel: "Services that came and went" });
  readonly #quiet = createElement("p", { className: "hint" }, "None since this view was opened.");

  constructor(panel: HTMLElement, observations: Observations) {
    this.#observations = observations;
    const repaint = toRepaint(panel, () => this.paint());
    this.#watch = new ServiceWatch(observations.wiring, repaint);
    observations.onChange(repaint);
    navigator.serviceWorker.addEventListener("controllerchange", repaint);
    const column = (title: string, ...content: HTMLElement[]) =>
      createElement("section", { ariaLabel: title }, createElement("h3", {}, title), ...content);
    const columns = [
      column("Pages that answer", this.#pages),
      column("Worker", this.#worker),
      column("Services that came and went", this.#news, this.#quiet),
    ];
    panel.append(createElement("div", { className: "columns" }, ...columns));
  }

  refresh(): void {
    this.#watch.refresh();
  }

  paint(): void {
    const { clientId } = this;
    this.#pages.replaceChildren(...groupByPage(this.#watch.services, clientId).map(createPage));
    this.#worker.replaceChildren(...this.#listWorkerFacts().flatMap(createFact));
    this.#news.replaceChildren(...this.#watch.news.map((news) => createNews(news, clientId)));
    this.#quiet.hidden = this.#watch.news.length > 0;
  }

  get clientId(): string {
    return this.#observations.wiring.workspace.config.client_id;
  }

  /** Only what it tells by itself: asking it would start it. */
  #listWorkerFacts(): [name: string, value: string][] {
    const { controller } = navigator.serviceWorker;
    const state = controller ? `${controller.state}, controls this page` : "does not control this page";
    const script = controller ? new URL(controller.scriptURL) : undefined;
    const { worker } = this.#observations;
    const life: [string, string][] = worker
      ? [
          ["Started", formatTime(worker.started)],
          ["Last call", formatTime(worker.heard)],
          ["Calls since its start", String(worker.calls)],
          ["Starts that this page saw", String(worker.lives)],
        ]
      : [["Started", "not known before the next call"]];
    const name = script ? script.pathname.split("/").at(-1) + script.search : "none";
    return [["State", state], ["Script", name], ...life];
  }
}

function createFact([name, value]: readonly [string, string]): HTMLElement[] {
  return [createElement("dt", {}, name), createElement("dd", {}, value)];
}

function createPage({ clientId, isThisPage, services }: ProviderPage): HTMLElement {
  const title = createElement("p", { className: "page-title" }, toPageName(clientId, isThisPage));
  if (isThisPage) title.append(createElement("span", { className: "badge" }, "this tab"));
  const items = services.map(({ name, type, functions }) => {
    const list = functions.length > 0 ? functions.join(", ") : type;
    return createElement(
      "li",
      {},
      createElement("b", {}, name),
      " ",
      createElement("span", { className: "hint" }, list),
    );
  });
  return createElement("li", {}, title, createElement("ul", {}, ...items));
}

function createNews({ time, what, service, clientId }: ServiceNews, own: string): HTMLElement {
  const page = clientId === own ? "this tab" : toPageName(clientId, false);
  return createElement(
    "li",
    {},
    createElement("time", {}, formatTime(time)),
    `${service} of ${page} ${what}`,
  );
}

/** Client ids are long and random; their begin tells pages apart. */
function toPageName(clientId: string, isThisPage: boolean): string {
  return `${isThisPage ? "Page" : "page"} ${clientId.slice(0, 8)}`;
}
