import { type DigitalOceanConfig, type FunctionSettings, mergeSettings } from "./settings.js";
import { Throttle } from "./throttle.js";

/** What a registered service remembers from one call to the next. Made at registration. */
export class DigitalOceanState {
  /** Semver; the patch counts the registrations. */
  readonly version: string;
  readonly #registrations: number;
  readonly #config: DigitalOceanConfig;
  readonly #settings = new Map<string, FunctionSettings>();
  readonly #shared = new Throttle();
  readonly #own = new Map<string, Throttle>();
  #apiKey: string | undefined;

  /**
   * @param config checked by `checkDigitalOceanConfig`
   * @param previous of the registration that this one replaces
   */
  constructor(config: DigitalOceanConfig, previous?: DigitalOceanState) {
    this.#config = config;
    this.#registrations = previous ? previous.#registrations + 1 : 1;
    this.version = `0.0.${this.#registrations}`;
  }

  /** Also for names that no function has: those have the service's. */
  getSettings(name: string): FunctionSettings {
    const known = this.#settings.get(name);
    if (known) return known;
    const own = this.#getOwn(name);
    const settings = mergeSettings(this.#config, own);
    if (own) this.#settings.set(name, settings);
    return settings;
  }

  /** A function with a limit of its own is counted by itself, all others together. */
  getThrottle(name: string): Throttle {
    const { rate, concurrency } = this.#getOwn(name)?.limits ?? {};
    if (rate === undefined && concurrency === undefined) return this.#shared;
    const throttle = this.#own.get(name) ?? new Throttle();
    this.#own.set(name, throttle);
    return throttle;
  }

  /** The same for all calls of a registration; it opens nothing. */
  getApiKey(random: () => string): string {
    this.#apiKey ??= `${random()}:${random()}`;
    return this.#apiKey;
  }

  /** The longest that a function may take, in milliseconds: what the worker has to wait at least. */
  getLongestTimeout(): number {
    const names = ["", ...Object.keys(this.#config.functions ?? {})];
    return Math.max(...names.map((name) => this.getSettings(name).limits.timeout));
  }

  #getOwn(name: string) {
    const { functions = {} } = this.#config;
    return Object.hasOwn(functions, name) ? functions[name] : undefined;
  }
}
