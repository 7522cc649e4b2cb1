import type { CallRecorder } from "./activations/recorder.js";
import { toBadService } from "./bad-service.js";
import type { Call, Convention, Page } from "./conventions/convention.js";
import type { registerDigitalOcean } from "./conventions/digitalocean/register.js";
import type { DigitalOceanState } from "./conventions/digitalocean/state.js";
import { answerByName, toBothFaces } from "./conventions/load.js";
import type { invokeByName } from "./invoke-by-name.js";
import type { WireInvoke } from "./protocol.js";
import { recordDirect, recordHttp } from "./recording.js";
import type { CheckedService, Service } from "./service.js";

/**
 * A service that answers by Hypha's convention.
 * @param own of the service's type
 * @param recorder absent: its calls leave no records
 */
export function toHyphaService(
  checked: CheckedService,
  own: Convention,
  recorder: CallRecorder | undefined,
): Service {
  return {
    ...checked,
    answer: toBothFaces(recordHttp(own, checked, recorder), recordHttp(answerByName, checked, recorder)),
    direct: recordDirect(checked, recorder),
  };
}

/** The code of the convention, which a page loads when it is needed. */
export interface DigitalOceanParts {
  readonly registerDigitalOcean: typeof registerDigitalOcean;
  readonly invokeByName: typeof invokeByName;
}

/**
 * A service that answers by DigitalOcean's convention.
 * @throws {TabserveError} `bad-service`
 */
export function toDigitalOceanService(
  checked: CheckedService,
  { registerDigitalOcean, invokeByName }: DigitalOceanParts,
  {
    recorder,
    previous,
  }: { readonly recorder: CallRecorder | undefined; readonly previous?: DigitalOceanState | undefined },
): Service {
  const { id } = checked.wire;
  const { answer, answerByName, published, timeout, state, invoke } = orBadService(id, () =>
    registerDigitalOcean({ ...checked, id }, previous),
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
