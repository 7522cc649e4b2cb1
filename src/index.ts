/** What pages use. @module tabserve */

export type { Activations } from "./activations/activations.js";
export type { ListQuery } from "./activations/query.js";
export type { Activation, ActivationAnnotation, ActivationResponse } from "./activations/record.js";
export { connect, connect as connectToServer } from "./connect.js";
export type { WorkspaceConfig } from "./connection.js";
export type { AsgiReceived } from "./conventions/asgi/receive.js";
export type { AsgiScope } from "./conventions/asgi/scope.js";
export type { ByteStream, RequireContext } from "./conventions/convention.js";
export type { DigitalOceanContext } from "./conventions/digitalocean/context.js";
export type { DigitalOceanEvent, DigitalOceanRequest } from "./conventions/digitalocean/event.js";
export type {
  DigitalOceanAnnotations,
  DigitalOceanConfig,
  DigitalOceanLimits,
  DigitalOceanSettings,
} from "./conventions/digitalocean/settings.js";
export type { FetchContext } from "./conventions/fetch/context.js";
export type { Context } from "./conventions/hypha/context.js";
export type { HyphaEvent, StreamingHyphaEvent } from "./conventions/hypha/event.js";
export type { User } from "./conventions/hypha/user.js";
export type { HostErrorCode } from "./conventions/refusal.js";
export { isTabserveError, TabserveError, type TabserveErrorCode } from "./errors.js";
export type { InvokeOptions } from "./invoke.js";
export type { FallbackEvent } from "./local/fallback.js";
export type { ConnectOptions } from "./options.js";
export type { FunctionSchema, ServiceInfo, ServiceQuery, ServiceSchema, Visibility } from "./protocol.js";
export type { RemoteService } from "./remote.js";
export type { ServiceConfig, ServiceDefinition } from "./service-definition.js";
export type { ListOptions, RegisterOptions, ServiceFilter } from "./services.js";
export type { ServiceEvents } from "./watch.js";
export type { Workspace } from "./workspace.js";
