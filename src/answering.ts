import { type CallRecorder, getRecorder } from "./activations/recorder.js";
import { toBadService } from "./bad-service.js";
import type { Connection } from "./connection.js";
import type { Call, Page } from "./conventions/convention.js";
import { answerByName, loadConvention, loadDigitalOcean, toBothFaces } from "./conventions/load.js";
import type { WireInvoke } from "./protocol.js";
import { recordDirect, recordHttp } from "./recording.js";
import type { CheckedService, Service } from "./service.js";

/**
 * Gives a service the convention that it chose.
 * @param recorder default: the connection's, unless `config.activations` is `false`
 * @throws {TabserveError} `bad-service`
 */
export async function toAnswering(
  checked: CheckedService,
  connection: Pick<Connection, "config" | "services">,
  recorder: CallRecorder | undefined = findRecorder(checked, connection),
): Promise<Service> {
  if (checked.config.convention === "digitalocean") return toDigitalOcean(checked, connection, recorder);
  const answer = await loadConvention(checked.wire.type);
  return {
    ...checked,
    answer: toBothFaces(recordHttp(answer, checked, recorder), recordHttp(answerByName, checked, recorder)),
    direct: recordDirect(checked, recorder),
  };
}

function findRecorder(
  { config }: CheckedService,
  connection: Pick<Connection, "config">,
): CallRecorder | undefined {
  return config.activations === false ? undefined : getRecorder(connection);
}

async function toDigitalOcean(
  checked: CheckedService,
  connection: Pick<Connection, "services">,
  recorder: CallRecorder | undefined,
): Promise<Service> {
  const { registerDigitalOcean } = await loadDigitalOcean();
  const { invokeByName } = await import("./invoke-by-name.js");
  const { id } = checked.wire;
  const { answer, answerByName, published, timeout, state, invoke } = orBadService(id, () =>
    registerDigitalOcean({ ...checked, id }, connection.services.get(id)?.digitalOcean),
  );
  const info = { ...checked.info, config: { visibility: "protected", ...published } };
  const toPage = (page: Page, { at, id: call }: Call | WireInvoke): Page => ({
    ...page,
    userAgent: page.userAgent ?? navigator.userAgent,
    ...(recorder && {
      record: (run) => recorder.push({ run, kind: KIND, waitTime: Math.max(0, run.start - at), call }),
    }),
  });
  return {
    ...checked,
    info,
    wire: { ...checked.wire, timeout, info: JSON.stringify(info) },
    digitalOcean: state,
    answer: toBothFaces(
      (service, call, page) => answer(service, call, toPage(page, call)),
      (service, call, page) => answerByName(service, call, toPage(page, call)),
    ),
    invoke: (call, page) => invokeByName(invoke, call, toPage(page, call)),
    direct: recordDirect(checked, recorder, KIND),
  };
}

const KIND = "digitalocean:functions";

function orBadService<T>(id: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw toBadService(`Service ${id}: ${message}`, { cause: error });
  }
}
