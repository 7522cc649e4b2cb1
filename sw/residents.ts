import type { Recorder } from "../src/activations/recorder.js";
import type { Page } from "../src/conventions/convention.js";
import { LastEvents } from "../src/conventions/last-events.js";
import { type CallSession, Executions } from "../src/executions.js";
import type { ToPage } from "../src/protocol.js";
import { type Provider as Answering, onCallMessage } from "../src/provider.js";
import type { Service } from "../src/service.js";
import { cancelGone } from "./callers.js";
import { cookies } from "./cookies.js";
import { Journal } from "./journal.js";
import { openJournalStore } from "./journal-store.js";
import { ResidentProvider } from "./resident-provider.js";
import { RESIDENT_CLIENT_ID, type ResidentPlace } from "./resident-services.js";

/** Nothing here outlives the worker. */
const never = () => new Promise<never>(() => {});

/** Milliseconds between two looks whether callers exist still. */
const LOOK = 5_000;

/** Milliseconds for which the records of calls wait for others, and a little. */
const RECORDS = 100;

/**
 * The services that live in the worker, run by the code that runs a page's: both ends of the port are here. So a call of
 * theirs has the same deadline, signal, streams and faults.
 */
export class Residents {
  /** What the registry holds. */
  readonly provider: ResidentProvider;
  readonly #recorder: Recorder;
  #look: ReturnType<typeof setInterval> | undefined;

  constructor(
    services: ReadonlyMap<string, Service>,
    { place, recorder }: { readonly place: ResidentPlace; readonly recorder: Recorder },
  ) {
    const { scope, workspace } = place;
    this.#recorder = recorder;
    const { port1, port2 } = new MessageChannel();
    const session: CallSession = {
      ...{ boot: "", since: 0, worker: undefined, port: port1, isReplaced: false },
      ...{ calls: new Map(), late: new Map() },
    };
    const hello = {
      lock: crypto.randomUUID(), // a key and no more: nobody holds it
      ...{ workspace, clientId: RESIDENT_CLIENT_ID, left: [], watch: false },
      services: [...services.values()].map(({ wire }) => wire),
    };
    this.provider = new ResidentProvider(hello, { calls: port2, session, ...toJournal(scope) });
    const executions = new Executions((isBusy) => this.#onBusy(isBusy), never);
    answerOn(session, { services, executions, page: toPage(scope), cookies });
  }

  /** For how long the worker must live for a request: until nothing runs for it and its record is written. */
  async toLife({ handled }: { readonly handled?: Promise<unknown> }): Promise<void> {
    if (!handled) return; // older Safari does not tell
    await handled.catch(() => {});
    const end = this.provider.getEnd(handled);
    if (!end) return;
    await end;
    await new Promise((resolve) => setTimeout(resolve, RECORDS));
    await this.#recorder.flush();
  }

  /** A page pings for the calls that it answers, whereupon the worker looks for their callers. Nobody pings for these. */
  #onBusy(isBusy: boolean): void {
    clearInterval(this.#look);
    if (isBusy) this.#look = setInterval(() => cancelGone(this.provider), LOOK);
  }
}

/** Chromium alone dispatches the requests of a killed worker again, and writing them down takes half a millisecond. */
function toJournal(scope: string): { readonly journal?: Journal } {
  if (!("userAgentData" in navigator)) return {};
  return { journal: new Journal(openJournalStore(scope), crypto.randomUUID()) };
}

/** The end of the port that is in a page otherwise. */
function answerOn(session: CallSession, provider: Answering): void {
  session.port.onmessage = ({ data }: MessageEvent<ToPage>) => {
    if (data.type !== "boot" && data.type !== "services") onCallMessage(data, session, provider);
  };
}

function toPage(scope: string): Page {
  return {
    scope,
    clientId: RESIDENT_CLIENT_ID,
    lastEvents: new LastEvents(() => performance.now()),
    random: () => crypto.randomUUID(),
    // biome-ignore lint/suspicious/noConsole: the handler's fault, with its stack, belongs into its worker's console
    report: (error) => console.error(error),
  };
}
