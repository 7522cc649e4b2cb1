import { formatMilliseconds } from "../../plot/format.js";
import type { Wiring } from "../../wiring.js";
import { parseCallUrl } from "../seen-call.js";
import { describeOutcome } from "./outcome.js";
import { registerRelay, toRelay } from "./relay.js";
import { askBoot, replaceWorker } from "./replace-worker.js";
import type { Scene, Stage } from "./scene.js";
import { Trickle } from "./trickle.js";

/** Calls before and after the end of the worker. */
const BEFORE = 10;
const AFTER = 15;

/** The worker ends while calls go on. */
export const WORKER_SCENE: Scene = {
  title: "End the worker",
  text: "A page cannot kill a worker; the browser can, at any time. Here it does: a new start of the same script takes its place, and all that the old one knew is gone. The pages tell the new one who they are.",
  action: "End the worker",
  async run(stage) {
    const { url, end } = await findTarget(stage.wiring);
    const { public_base_url: base } = stage.wiring.workspace.config;
    const before = await askBoot(base);
    let brokenAt: number | undefined;
    const trickle = new Trickle({
      ...{ url, lanes: 1, gap: 40 },
      onChange: () => stage.show(trickle.calls, brokenAt),
    });
    try {
      await trickle.until(BEFORE);
      const held = await replaceWorker((during) => {
        brokenAt = performance.now();
        return trickle.hold(during);
      });
      await trickle.until(trickle.calls.length + AFTER);
      await trickle.stop();
      const change = `Worker ${before} ended, ${await askBoot(base)} answers`;
      return `${describeOutcome(trickle.calls)} ${change}; calls were held for ${formatMilliseconds(held)} meanwhile.`;
    } finally {
      await trickle.stop();
      await end();
    }
  },
};

/** The request of the form when it is a GET of a function, else a function that is there for this. */
async function findTarget(
  wiring: Stage["wiring"],
): Promise<{ readonly url: string; readonly end: () => Promise<void> }> {
  const url = readGet(wiring);
  if (url !== undefined) return { url, end: async () => {} };
  const relay = await registerRelay(wiring.workspace, toRelay("this tab"));
  return { url: relay.url, end: () => wiring.workspace.unregisterService(relay.info) };
}

function readGet({ readRequest, workspace }: Wiring): string | undefined {
  const request = readRequest();
  const isFunction = request && parseCallUrl(request.url, workspace.config.public_base_url) !== undefined;
  return isFunction && request.method === "GET" ? request.url : undefined;
}
