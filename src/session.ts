import * as Comlink from "comlink";
import type { Host } from "./protocol.js";

/** The ports to one boot of the worker. */
export interface Session {
  /** What the worker says; nothing when the session is replaced before: the question may never be answered. */
  ask<T>(question: (host: Host) => PromiseLike<T>): Promise<{ readonly value: T } | undefined>;
  /** Another session takes its place. The calls port stays open: answers under way still reach the boot that asked. */
  replace(): void;
}

export function toSession(control: MessagePort, onReplaced: () => void): Session {
  let resolve: () => void = () => {};
  const replaced = new Promise<undefined>((done) => {
    resolve = () => done(undefined);
  });
  // Comlink's types spread a promise over the members of a union; every method here returns a promise already.
  const host = Comlink.wrap(control) as unknown as Host;
  return {
    ask: (question) => Promise.race([Promise.resolve(question(host)).then((value) => ({ value })), replaced]),
    replace() {
      control.close();
      onReplaced();
      resolve();
    },
  };
}
