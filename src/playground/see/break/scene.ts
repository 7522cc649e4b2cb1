import type { Wiring } from "../../wiring.js";
import type { TrickleCall } from "./trickle.js";

/** Something that breaks while calls go on. */
export interface Scene {
  readonly title: string;
  /** What really happens. */
  readonly text: string;
  readonly action: string;
  /** Breaks it. Resolves to how it went, in a sentence; rejects when it cannot be done. */
  run(stage: Stage): Promise<string>;
}

/** What a scene plays on. */
export interface Stage {
  readonly wiring: Wiring;
  /** A place for what the scene brings. */
  readonly properties: HTMLElement;
  /** Shows the calls so far. @param brokenAt when it broke, by `performance.now()` */
  show(calls: readonly TrickleCall[], brokenAt?: number): void;
}
