import type { Convention } from "./convention.js";
import { answerHypha } from "./hypha/answer.js";

/** The convention of a service's type; those beyond `functions` are fetched when the first such service is registered. */
export async function loadConvention(type: string): Promise<Convention> {
  if (type === "fetch") return (await import("./fetch/answer.js")).answerFetch;
  if (type === "asgi" || type === "ASGI") return (await import("./asgi/answer.js")).answerAsgi;
  return answerHypha;
}

/** What `config.convention: "digitalocean"` needs at registration; fetched when the first such service is registered. */
export function loadDigitalOcean(): Promise<typeof import("./digitalocean/register.js")> {
  return import("./digitalocean/register.js");
}

/** The convention of `/<workspace>/services/<service>/<function>`, whatever the service's type; fetched at the first such call. */
export const answerByName: Convention = async (service, call, page) =>
  (await import("./rest/answer.js")).answerRest(service, call, page);

/**
 * A service's own convention below `/apps/`, calls by name below `/services/`.
 * @param byName for calls; who asks about the service calls nothing
 */
export function toBothFaces(own: Convention, byName = answerByName): Convention {
  return (service, call, page) => {
    if (call.face !== "services") return own(service, call, page);
    return (call.path === "/" ? answerByName : byName)(service, call, page);
  };
}
