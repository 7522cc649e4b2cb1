import { createElement } from "../../dom.js";
import { formatCount } from "../../plot/format.js";
import { waitFor } from "./bounded.js";
import { describeOutcome } from "./outcome.js";
import { registerRelay, toRelay } from "./relay.js";
import type { Scene } from "./scene.js";
import { Trickle, type TrickleCall } from "./trickle.js";

/** Calls before and after the frame is removed. */
const BEFORE = 12;
const AFTER = 15;

/** One of two providers goes in the middle of its calls. */
export const PROVIDER_SCENE: Scene = {
  title: "Take a provider away",
  text: "A frame becomes a second provider of the service relay; the newest answers, so calls go there (F). Then it is removed while it runs some. This tab (T) gets those again, as they are GETs; a POST would be answered 503, since nobody knows whether it ran.",
  action: "Remove it while it answers",
  async run({ wiring, properties, show }) {
    const { workspace } = wiring;
    const { info, url } = await registerRelay(workspace, toRelay("this tab"));
    const frame = createFrame(workspace.config.workspace);
    let trickle: Trickle | undefined;
    let brokenAt: number | undefined;
    try {
      properties.append(frame);
      await waitUntilReady(frame);
      const calls = new Trickle({ url, lanes: 3, gap: 30, onChange: () => show(calls.calls, brokenAt) });
      trickle = calls;
      await calls.until(BEFORE);
      await untilMidway(calls);
      brokenAt = performance.now();
      frame.remove();
      await calls.until(calls.calls.length + AFTER);
      await calls.stop();
      return `${describeOutcome(calls.calls)} ${describeMoved(calls.calls, brokenAt)}`;
    } finally {
      frame.remove();
      await trickle?.stop();
      await workspace.unregisterService(info);
    }
  },
};

/** The same page in a tab of its own, for those who want to crash it with the browser's own means. */
export function createProviderLink(workspace: string): HTMLElement {
  const link = createElement("a", { target: "_blank", rel: "noopener" }, "Open one in a tab");
  link.href = toProviderUrl("a tab", workspace);
  return link;
}

function toProviderUrl(who: string, workspace: string): string {
  return `src/playground/provider.html?${new URLSearchParams({ as: who, workspace })}`;
}

function createFrame(workspace: string): HTMLIFrameElement {
  return createElement("iframe", { title: "Second provider", src: toProviderUrl("the frame", workspace) });
}

function waitUntilReady(frame: HTMLIFrameElement): Promise<void> {
  const problem = "The frame did not connect in time; try again.";
  return waitFor({ target: window, type: "message", problem }, (event) => {
    const isFrames = event instanceof MessageEvent && event.source === frame.contentWindow;
    return isFrames && event.data?.playground === "provider-ready";
  });
}

/** Some calls run, and have run for a while: they are with the frame. */
async function untilMidway(trickle: Trickle): Promise<void> {
  const isMidway = () =>
    trickle.calls.some(({ start, end }) => end === undefined && performance.now() - start > 30);
  const deadline = performance.now() + 2_000;
  while (!isMidway() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
}

function describeMoved(calls: readonly TrickleCall[], brokenAt: number): string {
  const moved = calls.filter(
    ({ start, end, text }) => start < brokenAt && end !== undefined && end > brokenAt && text === "this tab",
  );
  if (moved.length === 0) return "None was running in the frame when it went.";
  return `${formatCount(moved.length, "call")} ran in the frame when it went; this tab answered.`;
}
