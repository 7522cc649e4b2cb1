import type { ServiceInfo, Workspace } from "../index.js";
import { AnswerView } from "./answer/answer-view.js";
import { toAbsoluteUrl } from "./call/address.js";
import { Caller } from "./call/caller.js";
import { listUrlChoices } from "./call/completion.js";
import { activateCopying } from "./call/copying.js";
import { toRequestSpec } from "./call/plain-request.js";
import { ReadyRequests } from "./call/ready-requests.js";
import { RequestForm } from "./call/request-form.js";
import { ServiceList } from "./call/service-list.js";
import { onCall } from "./calls-made.js";
import { ConnectionStatus } from "./connection-status.js";
import { getElement } from "./dom.js";
import { GalleryDialog } from "./gallery/gallery-dialog.js";
import { SEED_FILE, SEED_URL } from "./gallery/seed.js";
import { keepOffline } from "./keep-offline.js";
import { placeMenus } from "./menu.js";
import { showNotice } from "./notice.js";
import { Deployer } from "./run/deployer.js";
import type { Project } from "./share/project.js";
import { Sharing } from "./share/sharing.js";
import { activateShortcuts } from "./shortcuts.js";
import { watchServices } from "./watch-services.js";
import type { Wiring } from "./wiring.js";
import { FileActions } from "./write/file-actions.js";
import type { CodeFile } from "./write/open-files.js";
import { WritePanel } from "./write/write-panel.js";

const connection = new ConnectionStatus(retry);
const deployer = new Deployer(onConnect);
const services = new ServiceList(getElement("services", HTMLElement), (url) => form.setUrl(url));
const form = new RequestForm(
  () => caller.send(),
  (url) => services.setCurrent(url),
);
const ready = new ReadyRequests((request) => caller.sendThis(request));
const answer = new AnswerView(() => caller.cancel());
const caller = new Caller({ form, answer, settle });
const fileActions = new FileActions(() => write.files);
const write = new WritePanel(deployer, fileActions, (file) => ready.show(file?.requests ?? []));
const sharing = new Sharing({ files: write.files, form, open: openProject });
let refreshServices = async () => {};

start();

async function start(): Promise<void> {
  placeMenus();
  activateCopying(() => form.get());
  activateShortcuts({ send: () => caller.send(), deploy });
  getElement("deploy", HTMLButtonElement).addEventListener("click", deploy);
  getElement("reset", HTMLButtonElement).addEventListener("click", startOver);
  new GalleryDialog(openExample);
  form.setUrl(toAbsoluteUrl(SEED_URL) ?? "");
  deployer.connect().catch(showUnconnected);
  const isStarted = write.start();
  const isShared = await sharing.readFragment();
  if (!isShared && isSeedAlone()) welcome();
  await isStarted;
  if (await keepOffline()) connection.showKept();
}

/** Shows a newcomer what this is about: code, a request, an answer. */
function welcome(): void {
  caller.send(false);
  const first = getElement("first", HTMLElement);
  first.hidden = false;
  write.files.onChange(() => {
    first.hidden = !isSeedAlone();
  });
}

function isSeedAlone(): boolean {
  const [file, another] = write.files.list;
  return file?.code === SEED_FILE.code && another === undefined;
}

function onConnect(workspace: Workspace): void {
  connection.showConnected();
  const { client_id } = workspace.config;
  refreshServices = watchServices(workspace, (infos) => showServices(infos, client_id));
  mountRest({ workspace, onCall, readRequest: () => form.read() });
}

/** The parts of the page that are not needed for the first answer. */
async function mountRest(wiring: Wiring): Promise<void> {
  const { mountSee } = await import("./see/mount-see.js");
  mountSee(getElement("see", HTMLElement), wiring);
}

function showServices(infos: readonly ServiceInfo[], clientId: string): void {
  services.show(infos, clientId);
  form.offer(listUrlChoices(infos, clientId));
}

function openExample(files: readonly CodeFile[]): void {
  write.openInstead(files);
  const [first] = files[0]?.requests ?? [];
  if (first) caller.propose(toRequestSpec(first));
}

function openProject({ files, request }: Project): void {
  write.openInstead(files);
  if (request) form.set(toRequestSpec(request));
}

function startOver(): void {
  const before = write.files.list;
  write.files.open([SEED_FILE], false, () => true);
  form.set(toRequestSpec({ method: "GET", url: SEED_URL }));
  showNotice("Everything is as on the first visit.", () => openProject({ files: before }));
}

/** Waits until what is shown is what answers. @returns why nothing can be sent; `undefined` when it can */
async function settle(): Promise<string | undefined> {
  if (sharing.isAsking) {
    sharing.ask();
    return "Code from a link waits for your word: run it or discard it.";
  }
  await write.settle();
  await refreshServices();
  return deployer.connect().then(
    () => undefined,
    () => "There is no connection to the worker; above the page says why.",
  );
}

async function deploy(): Promise<void> {
  if (write.files.current?.isHeld) return sharing.ask();
  await write.deploy();
}

async function retry(): Promise<void> {
  await deployer.connect().then(() => write.settle(), showUnconnected);
}

function showUnconnected(error: unknown): void {
  connection.showFailure(error instanceof Error ? error.message : String(error));
}
