import type { Recorder } from "./activations/recorder.js";
import type { Convention, Page } from "./conventions/convention.js";
import type { registerDigitalOcean } from "./conventions/digitalocean/register.js";
import type { DigitalOceanState } from "./conventions/digitalocean/state.js";
import { answerByName, toBothFaces } from "./conventions/load.js";
import { TabserveError } from "./errors.js";
import type { invokeByName } from "./invoke-by-name.js";
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
  recorder: Recorder | undefined,
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
  }: { readonly recorder: Recorder | undefined; readonly previous?: DigitalOceanState | undefined },
): Service {
  const { id } = checked.wire;
  const { answer, answerByName, published, timeout, state, invoke } = orBadService(id, () =>
    registerDigitalOcean({ ...checked, id }, previous),
  );
  const info = { ...checked.info, config: { visibility: "protected", ...published } };
  const toPage = (page: Page, at: number): Page => ({
    ...page,
    userAgent: navigator.userAgent,
    ...(recorder && {
      record: (run) => recorder.push({ run, kind: KIND, waitTime: Math.max(0, run.start - at) }),
    }),
  });
  return {
    ...checked,
    info,
    wire: { ...checked.wire, timeout, info: JSON.stringify(info) },
    digitalOcean: state,
    answer: toBothFaces(
      (service, call, page) => answer(service, call, toPage(page, call.at)),
      (service, call, page) => answerByName(service, call, toPage(page, call.at)),
    ),
    invoke: (call, page) => invokeByName(invoke, call, toPage(page, call.at)),
    direct: recordDirect(checked, recorder, KIND),
  };
}

const KIND = "digitalocean:functions";

function orBadService<T>(id: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TabserveError("bad-service", `Service ${id}: ${message}`, { cause: error });
  }
}
