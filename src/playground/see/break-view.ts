import { createElement } from "../dom.js";
import { createNetworkCard } from "./break/network-scene.js";
import { createProviderLink, PROVIDER_SCENE } from "./break/provider-scene.js";
import { createSceneCard } from "./break/scene-card.js";
import { WORKER_SCENE } from "./break/worker-scene.js";
import type { Observations } from "./observations.js";
import type { View } from "./repaint.js";

/** Buttons that break something while calls go on. */
export class BreakView implements View {
  constructor(panel: HTMLElement, { wiring }: Observations) {
    const link = createProviderLink(wiring.workspace.config.workspace);
    const cards = [
      createSceneCard(WORKER_SCENE, wiring),
      createSceneCard(PROVIDER_SCENE, wiring, link),
      createNetworkCard(),
    ];
    panel.append(createElement("div", { className: "columns" }, ...cards));
  }

  /** It changes by its buttons alone. */
  paint(): void {}
}
