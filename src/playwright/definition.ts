import type { DigitalOceanContext } from "../conventions/digitalocean/context.js";
import type { DigitalOceanEvent } from "../conventions/digitalocean/event.js";
import type { DigitalOceanConfig } from "../conventions/digitalocean/settings.js";
import type { Context } from "../conventions/hypha/context.js";
import type { HyphaEvent, StreamingHyphaEvent } from "../conventions/hypha/event.js";
import type { ServiceConfig } from "../service-definition.js";

/** Functions under their names, nested as deep as wanted, beside the settings of their service. */
export interface Functions<Handler> {
  readonly [member: string]: Handler | Functions<Handler> | ServiceConfig | string | undefined;
}

/** A service of functions, whose parameters TypeScript knows by its convention. */
export type FunctionsDefinition<Handler, Config> = Functions<Handler> & {
  readonly type: "functions";
  readonly config?: Config;
};

export type HyphaDefinition = FunctionsDefinition<
  (event: HyphaEvent, context: Context) => unknown,
  ServiceConfig & { readonly convention?: "hypha"; readonly stream?: false }
>;

export type StreamingDefinition = FunctionsDefinition<
  (event: StreamingHyphaEvent, context: Context) => unknown,
  ServiceConfig & { readonly convention?: "hypha"; readonly stream: true }
>;

export type DigitalOceanDefinition = FunctionsDefinition<
  (event: DigitalOceanEvent, context: DigitalOceanContext) => unknown,
  ServiceConfig & DigitalOceanConfig & { readonly convention: "digitalocean" }
> & { readonly config: object };
