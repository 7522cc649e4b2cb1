import { InPageService } from "./in-page.js";
import type { Place, ServeOptions } from "./place.js";
import type { Served } from "./site.js";
import { toSource } from "./source.js";
import { CLIENT } from "./test-connection.js";

/**
 * How a definition is served, as its options say.
 * @throws {TabserveError} `bad-service` for what cannot be taken to a page
 */
export function toServed(
  definition: unknown,
  { place, options }: { place: Place; options: ServeOptions },
): Served {
  if (options.in !== "page") return { options };
  const { workspace = "local" } = options;
  const at = { workspace, clientId: CLIENT, scope: place.scope, notify: false };
  const inPage = new InPageService(toSource(definition), at);
  return { options, answerInPage: (entry, call, page) => inPage.answer(entry, call, page) };
}
