import type { Activation } from "../../index.js";
import { readJson } from "../answer/json.js";
import { toJsonTree } from "../answer/json-tree.js";
import { createElement } from "../dom.js";
import { formatTime } from "../plot/format.js";
import { parseLogLine } from "./log-line.js";
import { nameActivation } from "./seen-call.js";

/** Characters of a result that are shown: the page must stay quick. */
const LONGEST = 50_000;

/** One record with all that is in it. */
export class ActivationDetails {
  readonly element = createElement("section", { className: "record-details", hidden: true });
  readonly #title = createElement("h3");
  readonly #state = createElement("p", { className: "record-state" });
  readonly #body = createElement("div", { className: "record-body" });
  #shown: Activation | undefined;

  constructor() {
    this.element.ariaLabel = "The picked record";
    const head = createElement("header", { className: "list-head" }, this.#title, this.#state);
    this.element.append(head, this.#body);
  }

  show(activation: Activation | undefined): void {
    this.element.hidden = activation === undefined;
    if (!activation || activation === this.#shown) return;
    this.#shown = activation;
    this.#title.textContent = nameActivation(activation);
    this.#state.dataset.status = String(activation.statusCode);
    this.#state.textContent = activation.response.status;
    this.#body.replaceChildren(
      createFacts([
        ["Began", formatTime(activation.start)],
        ["Took", `${activation.duration} ms`],
        ["Id", activation.activationId],
      ]),
      ...createPart("Logs", createLogs(activation)),
      ...createPart("Result", createResult(activation.response)),
      ...createPart("Annotations", createAnnotations(activation)),
    );
  }
}

function createPart(title: string, content: HTMLElement): HTMLElement[] {
  return [createElement("h4", {}, title), content];
}

function createFacts(facts: readonly (readonly [name: string, value: string])[]): HTMLElement {
  const pairs = facts.flatMap(([name, value]) => [
    createElement("dt", {}, name),
    createElement("dd", {}, value),
  ]);
  return createElement("dl", { className: "record-facts" }, ...pairs);
}

function createLogs({ logs }: Activation): HTMLElement {
  if (logs.length === 0)
    return createElement(
      "p",
      { className: "hint" },
      "Nothing written. context.log(…) and event.log(…) write here.",
    );
  const lines = logs.map((line) => {
    const { time, stream, text } = parseLogLine(line);
    const clock = time === undefined ? "" : formatTime(time);
    const content = [createElement("time", {}, clock), createElement("span", {}, text)];
    const item = createElement("li", { className: stream }, ...content);
    if (stream === "stderr") item.prepend(createElement("b", { className: "unseen" }, "Error: "));
    return item;
  });
  return createElement("ol", { className: "log-lines" }, ...lines);
}

function createResult({ result }: Activation["response"]): HTMLElement {
  const json = JSON.stringify(result) ?? "";
  const tree = json.length <= LONGEST ? readJson(json) : undefined;
  return tree ? toJsonTree(tree) : createElement("pre", {}, `${json.slice(0, LONGEST)}…`);
}

function createAnnotations({ annotations }: Activation): HTMLElement {
  return createFacts(
    annotations.map(({ key, value }) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
