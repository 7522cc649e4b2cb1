import { createElement } from "../../dom.js";
import { formatCount } from "../../plot/format.js";
import { NetworkSwitch } from "./network-switch.js";

/** What the playground's host certainly has, and the worker does not keep: its own script. */
const FILE = "playground-worker.js";

const TEXT =
  "The playground's worker refuses all that would go to the network, from this page and from its functions. Functions and the page's own files need none: call one, reload. It ends with this page; navigator.onLine does not know of it.";

/** A switch that takes the network away, and proof of it. */
export function createNetworkCard(): HTMLElement {
  const button = createElement("button", { type: "button" }, "Switch the network off");
  const outcome = createElement("p", { className: "outcome-text", role: "status" });
  const refused: string[] = [];
  const network = new NetworkSwitch((url) => refused.push(url));
  button.ariaPressed = "false";
  button.addEventListener("click", async () => {
    button.disabled = true;
    const failure = await network.turn(!network.isOff).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    button.disabled = false;
    button.ariaPressed = String(network.isOff);
    outcome.textContent = failure ?? (await describeNetwork());
  });

  async function describeNetwork(): Promise<string> {
    const state = network.isOff ? "The network is off." : "The network is back.";
    const answer = await fetch(FILE, { cache: "no-store" }).then(
      ({ status }) => `was answered with ${status}`,
      () => "was refused",
    );
    await new Promise((resolve) => setTimeout(resolve)); // the worker's word comes before or after its refusal
    const sum = network.isOff ? ` ${formatCount(refused.length, "request")} refused so far.` : "";
    return `${state} A request for ${FILE} ${answer}.${sum}`;
  }

  const card = createElement("section", { className: "scene", ariaLabel: "Go offline" });
  const actions = createElement("div", { className: "actions" }, button);
  card.append(
    createElement("h3", {}, "Go offline"),
    createElement("p", { className: "hint" }, TEXT),
    actions,
    outcome,
  );
  return card;
}
