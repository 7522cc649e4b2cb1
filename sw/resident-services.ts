import type { Recorder } from "../src/activations/recorder.js";
import { toDigitalOceanService, toHyphaService } from "../src/conventional-service.js";
import { answerAsgi } from "../src/conventions/asgi/answer.js";
import { describeValue } from "../src/conventions/bad-result.js";
import type { Convention } from "../src/conventions/convention.js";
import { registerDigitalOcean } from "../src/conventions/digitalocean/register.js";
import { answerFetch } from "../src/conventions/fetch/answer.js";
import { answerHypha } from "../src/conventions/hypha/answer.js";
import { TabserveError } from "../src/errors.js";
import { invokeByName } from "../src/invoke-by-name.js";
import { findNameProblem } from "../src/names.js";
import { type CheckedService, type Service, toService } from "../src/service.js";

/** Whose client id residents have: `worker:S` is the resident S, also while a page overrides it. */
export const RESIDENT_CLIENT_ID = "worker";

/** Where residents are. */
export interface ResidentPlace {
  /** Absolute URL of the worker's scope. */
  readonly scope: string;
  readonly workspace: string;
}

/**
 * Checks what `createHost` got, and gives the services by their ids. Nothing is loaded later: a worker cannot `import()`.
 * @throws {TabserveError} `bad-option`, `bad-service`
 */
export function toResidentServices(
  definitions: unknown,
  place: ResidentPlace,
  recorder: Recorder,
): Map<string, Service> {
  checkWorkspace(place.workspace);
  if (!Array.isArray(definitions))
    throw badOption(
      `services ${describeValue(definitions)}, which must be a list, such as [{ id: "hello", … }]`,
    );
  const services = new Map<string, Service>();
  for (const definition of definitions) {
    const checked = toService(definition, { ...place, clientId: RESIDENT_CLIENT_ID, notify: true });
    const { id } = checked.wire;
    if (services.has(id)) throw badOption(`two services with the id ${JSON.stringify(id)}; rename one`);
    const service = toAnswering(checked, checked.config.activations === false ? undefined : recorder);
    // The oldest of all: a page that provides the same id is newer, whenever this worker was started.
    services.set(id, { ...service, wire: { ...service.wire, since: services.size } });
  }
  return services;
}

function checkWorkspace(workspace: unknown): void {
  const isReserved = typeof workspace === "string" && workspace.startsWith(".");
  const problem = isReserved
    ? 'must not start with "."; such names are reserved'
    : findNameProblem(workspace);
  if (problem) throw badOption(`the workspace ${describeValue(workspace)}, which ${problem}`);
}

const BY_TYPE: Readonly<Record<string, Convention>> = {
  fetch: answerFetch,
  asgi: answerAsgi,
  ASGI: answerAsgi,
};

function toAnswering(checked: CheckedService, recorder: Recorder | undefined): Service {
  if (checked.config.convention === "digitalocean")
    return toDigitalOceanService(checked, { registerDigitalOcean, invokeByName }, { recorder });
  return toHyphaService(checked, BY_TYPE[checked.wire.type] ?? answerHypha, recorder);
}

function badOption(what: string): TabserveError {
  return new TabserveError("bad-option", `createHost() got ${what}`);
}
