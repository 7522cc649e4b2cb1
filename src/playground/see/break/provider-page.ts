import { connect } from "../../../index.js";
import { getElement } from "../../dom.js";
import { registerRelay, toRelay } from "./relay.js";

/** provider.html: a second page that answers, in a frame of the playground or in a tab of its own. */

const { searchParams } = new URL(location.href);
const who = searchParams.get("as") ?? "a tab";
let count = 0;

serve().then(
  () => {
    show("Answers calls");
    parent.postMessage({ playground: "provider-ready" }, location.origin);
  },
  (error: unknown) => show(error instanceof Error ? error.message : String(error)),
);

async function serve(): Promise<void> {
  const worker = new URL("../../playground-worker.js", document.baseURI);
  const workspace = await connect({
    ...{ workspace: searchParams.get("workspace") ?? "playground", worker, name: "Second provider" },
  });
  await registerRelay(
    workspace,
    toRelay(who, () => show(`Answered: ${++count}`)),
  );
}

function show(text: string): void {
  getElement("state", HTMLElement).textContent = text;
}
