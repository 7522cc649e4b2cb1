import { describeValue } from "../bad-result.js";
import type { Convention, Page } from "../convention.js";
import { isPlainObject } from "../hypha/lookup.js";
import { findFunction } from "./address.js";
import { answerDigitalOcean } from "./answer.js";
import { answerDigitalOceanByName } from "./by-name.js";
import { checkDigitalOceanConfig } from "./config.js";
import { type Invoked, invokeDigitalOcean } from "./invoke.js";
import { DigitalOceanState } from "./state.js";

/** What is registered. */
export interface Registering {
  readonly id: string;
  /** Own keys only. */
  readonly members: object;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A registered service in this convention. */
export interface Registered {
  /** For the registration that replaces this one. */
  readonly state: DigitalOceanState;
  readonly answer: Convention;
  /** Below `/services/`. */
  readonly answerByName: Convention;
  /** Calls a function without a request. @throws {Refusal} 404 */
  readonly invoke: (call: DirectCall, page: Page) => Invoked;
  /** Milliseconds until even the slowest function has answered. */
  readonly timeout: number;
  /** The settings without secrets: everybody may read them. */
  readonly published: Readonly<Record<string, unknown>>;
}

/** A call from code. */
export interface DirectCall {
  readonly namespace: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Milliseconds that an answer at the last moment has to reach the worker. */
const WAY = 1_000;

/**
 * @param previous of the registration that this one replaces: the version counts up
 * @throws {Error} naming the key of the config, its value and what to do
 */
export function registerDigitalOcean(
  { id, members, config }: Registering,
  previous?: DigitalOceanState,
): Registered {
  const checked = checkDigitalOceanConfig(config);
  const state = new DigitalOceanState(checked, previous);
  for (const name of Object.keys(checked.functions ?? {})) refuseMissing(members, name, state);
  const service = { id, members, requireContext: false };
  return {
    state,
    answer: answerDigitalOcean(state),
    answerByName: answerDigitalOceanByName(state),
    invoke: (call, page) => invokeDigitalOcean(state, { ...call, service }, page),
    timeout: state.getLongestTimeout() + WAY,
    published: withoutSecrets(config),
  };
}

function refuseMissing(members: object, name: string, state: DigitalOceanState): void {
  if (findFunction(members, name, state)) return;
  const { main } = state.getSettings(name);
  const member: unknown = Object.hasOwn(members, name) ? Reflect.get(members, name) : undefined;
  throw new Error(
    `config.functions.${name} is for a function that is not there: the member ${JSON.stringify(name)} is ${describeValue(member)}; make it a function, or a module with a function ${JSON.stringify(main)}`,
  );
}

const SECRETS = ["webSecure", "environment", "parameters"];

function withoutSecrets(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(config).filter(([key]) => !SECRETS.includes(key));
  const published = Object.fromEntries(entries);
  if (!isPlainObject(config.functions)) return published;
  const functions = Object.entries(config.functions).map(([name, own]) => [
    name,
    isPlainObject(own) ? withoutSecrets(own) : own,
  ]);
  return { ...published, functions: Object.fromEntries(functions) };
}
