/** What is set for a function, under `config.functions[name]` or for all of a service in its `config`. */
export interface DigitalOceanSettings {
  /** Default `true`: query and body become parameters. `"raw"`: they come as they are. `false`: not reachable by HTTP. */
  readonly web?: true | "raw" | false;
  /** Callers must send it as `X-Require-Whisk-Auth`. Default `false`. */
  readonly webSecure?: false | string | number;
  /** Given to each call, unless the request gives its own; JSON values. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Readable as `context.environment`. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly limits?: DigitalOceanLimits;
  readonly annotations?: DigitalOceanAnnotations;
  /** The entry point's name in a module. Default `main`. */
  readonly main?: string;
}

export interface DigitalOceanLimits {
  /** Milliseconds until the caller gets 504. Default 3000, at most 900000. */
  readonly timeout?: number;
  /** Megabytes; only told. Default 256. */
  readonly memory?: number;
  /** Kilobytes of log that are kept of one call. Default 16. */
  readonly logs?: number;
  /** Bytes of a request's body. Default: no limit. */
  readonly payload?: number;
  /** Calls under way at one time. Default: no limit; 120 on DigitalOcean. */
  readonly concurrency?: number;
  /** Calls within a minute. Default: no limit; 600 on DigitalOcean. */
  readonly rate?: number;
}

export interface DigitalOceanAnnotations {
  /** `OPTIONS` is the function's own, and no CORS header is added. */
  readonly "web-custom-options"?: boolean;
  /** A request may not override configured parameters. */
  readonly final?: boolean;
  /** Give handlers a `context.apiKey`. */
  readonly "provide-api-key"?: boolean;
}

/** The settings that are `config`'s own in this convention; the rest is the same in all conventions. */
export interface DigitalOceanConfig extends DigitalOceanSettings {
  readonly functions?: Readonly<Record<string, DigitalOceanSettings>>;
}

/** Everything that holds for one function. */
export interface FunctionSettings extends Required<Omit<DigitalOceanSettings, "webSecure" | "limits">> {
  readonly webSecure: false | string;
  readonly limits: DigitalOceanLimits & Required<Pick<DigitalOceanLimits, "timeout" | "memory" | "logs">>;
}

const DEFAULT_LIMITS = { timeout: 3000, memory: 256, logs: 16 };

/** The settings of a function merged over its service's: maps key by key, everything else as a whole. */
export function mergeSettings(
  service: DigitalOceanSettings,
  own: DigitalOceanSettings = {},
): FunctionSettings {
  const webSecure = own.webSecure ?? service.webSecure ?? false;
  return {
    web: own.web ?? service.web ?? true,
    webSecure: webSecure === false ? false : String(webSecure),
    main: own.main ?? service.main ?? "main",
    parameters: { ...service.parameters, ...own.parameters },
    environment: { ...service.environment, ...own.environment },
    limits: { ...DEFAULT_LIMITS, ...service.limits, ...own.limits },
    annotations: { ...service.annotations, ...own.annotations },
  };
}
