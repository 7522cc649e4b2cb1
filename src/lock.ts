/** A Web Lock held until {@link HeldLock.release} or the page's end, whichever comes first. */
export interface HeldLock {
  readonly name: string;
  release(): void;
}

/** Takes a lock and resolves once it is held. */
export function holdLock(name: string): Promise<HeldLock> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, () => new Promise<void>((release) => resolve({ name, release })))
      .catch(reject);
  });
}
