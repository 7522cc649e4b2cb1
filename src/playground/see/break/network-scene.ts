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
  let refused = 0;
  const network = new NetworkSwitch(() => refused++);
  button.ariaPressed = "false";
  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    outcome.textContent = await network.turn(!network.isOff).then(
      () => describeNetwork(network.isOff, () => refused),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    button.ariaPressed = String(network.isOff);
    button.ariaDisabled = "false";
  });
  const card = createElement("section", { className: "scene", ariaLabel: "Go offline" });
  const actions = createElement("div", { className: "actions" }, button);
  const text = createElement("p", { className: "hint" }, TEXT);
  card.append(createElement("h3", {}, "Go offline"), text, actions, outcome);
  return card;
}

async function describeNetwork(isOff: boolean, countRefused: () => number): Promise<string> {
  const answer = await fetch(FILE, { cache: "no-store" }).then(
    ({ status }) => `was answered with ${status}`,
    () => "was refused",
  );
  if (!isOff) return `The network is back. A request for ${FILE} ${answer}.`;
  await new Promise((resolve) => setTimeout(resolve, 50)); // the worker tells of refusals by another way
  const refused = formatCount(countRefused(), "request");
  return `The network is off. A request for ${FILE} ${answer}. ${refused} refused so far.`;
}
