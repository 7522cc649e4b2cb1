import type { ServiceInfo, Workspace } from "../index.js";
import { AnswerView } from "./answer-view.js";
import { onCall } from "./calls-made.js";
import { CodePanel } from "./code-panel.js";
import { ConnectionStatus } from "./connection-status.js";
import { Deployer, type Deployment, WORKSPACE } from "./deployer.js";
import { getElement } from "./dom.js";
import { listFunctions } from "./functions.js";
import { RequestForm } from "./request-form.js";
import { SEED_PATH } from "./seed.js";
import { send } from "./send.js";
import { ServiceList } from "./service-list.js";
import { watchServices } from "./watch-services.js";
import type { Wiring } from "./wiring.js";

const SEED_URL = new URL(`${WORKSPACE}/${SEED_PATH}`, document.baseURI).href;

const connection = new ConnectionStatus(() => code.deploy());
const code = new CodePanel(new Deployer(onConnect), onDeployment);
const services = new ServiceList(getElement("services", HTMLElement), (url) => form.setUrl(url));
const form = new RequestForm(sendDraft, (url) => services.setCurrent(url));
const answer = new AnswerView();

let refreshServices = async () => {};
let sending = new AbortController();

start();

function start(): void {
  getElement("deploy", HTMLButtonElement).addEventListener("click", () => code.deploy());
  getElement("reset", HTMLButtonElement).addEventListener("click", reset);
  addEventListener("keydown", onKey, { capture: true });
  const keys = /Mac|iP(hone|ad|od)/.test(navigator.platform) ? "⌘ Enter" : "Ctrl Enter";
  getElement("shortcut", HTMLElement).textContent = `${keys} deploys and sends`;
  form.setUrl(SEED_URL);
  code.start();
}

function onConnect(workspace: Workspace): void {
  connection.showConnected();
  refreshServices = watchServices(workspace, (infos) => showServices(infos, workspace.config.client_id));
  mountRest({ workspace, onCall, readRequest: () => form.read() });
}

/** The parts of the page that are not needed for the first answer. */
async function mountRest(wiring: Wiring): Promise<void> {
  const { mountSee } = await import("./see/mount-see.js");
  mountSee(getElement("see", HTMLElement), wiring);
}

function showServices(infos: readonly ServiceInfo[], clientId: string): void {
  services.show(infos, clientId);
  form.offer(infos.flatMap(listFunctions).map(({ url }) => url));
}

async function onDeployment(deployment: Deployment): Promise<void> {
  if (deployment.kind === "deployed") await refreshServices();
  if (deployment.kind === "unconnected") connection.showFailure(toText(deployment.error));
}

function onKey(event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  if (event.target instanceof HTMLAnchorElement) return; // opens the link in a tab of its own
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) sendDraft();
}

function reset(): void {
  form.setUrl(SEED_URL);
  code.reset();
}

/** Sends the request to what the editor shows or, while that has a problem, to what was deployed before. */
async function sendDraft(): Promise<void> {
  if (!form.read()) return;
  sending.abort();
  sending = new AbortController();
  const { signal } = sending;
  answer.showWaiting();
  const deployment = await code.settle();
  const draft = form.read(); // the URL follows the service's id
  if (signal.aborted) return;
  if (deployment.kind === "unconnected" || !draft)
    return answer.showFailure("The request was not sent: there is no connection to the worker.");
  try {
    answer.show(await send(draft, signal));
  } catch (error) {
    if (!signal.aborted) answer.showFailure(toText(error));
  }
}

function toText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
