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
    const columns = createElement("div", { className: "columns" });
    // One scene at a time: a worker with the calls of another one does not end.
    const onRun = (isRunning: boolean) => {
      for (const button of columns.querySelectorAll("button")) button.ariaDisabled = String(isRunning);
    };
    columns.append(
      createSceneCard(WORKER_SCENE, { wiring, onRun }),
      createSceneCard(PROVIDER_SCENE, { wiring, onRun, more: [link] }),
      createNetworkCard(),
    );
    panel.append(columns);
  }

  /** It changes by its buttons alone. */
  paint(): void {}
}
