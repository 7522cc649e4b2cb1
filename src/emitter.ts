/** Listeners by event name, each called once per registration, in order. */
export class Emitter<Events extends { readonly [name: string]: unknown }> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();
  readonly #onChange: () => void;

  /** @param onChange called when listeners came or went */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    this.#onChange();
  }

  once<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): void {
    const first = (payload: Events[Name]) => {
      this.off(name, first);
      listener(payload);
    };
    this.on(name, first);
  }

  /** Without a listener: all of this event. */
  off<Name extends keyof Events>(name: Name, listener?: (payload: Events[Name]) => void): void {
    if (listener) this.#listeners.get(name)?.delete(listener);
    else this.#listeners.delete(name);
    this.#onChange();
  }

  /** A listener that throws is reported like any event listener's error, and the others still run. */
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        listener(payload as never);
      } catch (error) {
        reportError(error);
      }
    }
  }

  /** Whether anybody listens to anything. */
  get isUsed(): boolean {
    return [...this.#listeners.values()].some((set) => set.size > 0);
  }
}
