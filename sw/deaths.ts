/** Tells when a page's lock becomes free: the page is gone. One queue place for each lock, however many wait. */
export class Deaths {
  readonly #waiting = new Map<string, (() => void)[]>();

  /** @param then called once, when nobody holds the lock `name` */
  wait(name: string, then: () => void): void {
    const others = this.#waiting.get(name);
    if (others) {
      others.push(then);
      return;
    }
    this.#waiting.set(name, [then]);
    navigator.locks.request(name, () => {
      const waiting = this.#waiting.get(name) ?? [];
      this.#waiting.delete(name);
      for (const tell of waiting) tell();
    });
  }
}
