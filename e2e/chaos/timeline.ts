/**
 * `up`: the provider surely answers from now on. `down`: no more. `gone`: its connection ends. `freeze`, `thaw`: its page stands
 * still between. `kill`: the worker is being ended. `left`: a caller's page ends. `did`: what changes nothing that is checked.
 */
export type What = "up" | "down" | "gone" | "freeze" | "thaw" | "kill" | "left" | "did";

export interface Happening {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly what: What;
  /** A provider's connection, a caller's page, or the worker. */
  readonly who: string;
  /** The action. */
  readonly how: string;
}

interface Span {
  readonly who: string;
  readonly from: number;
  to: number;
}

/** What was done to whom and when. Notes come before an action that takes something away, and after one that brings it. */
export class Timeline {
  readonly happenings: Happening[] = [];
  readonly counts: Record<string, number> = {};
  readonly #up: Span[] = [];
  readonly #frozen: Span[] = [];
  readonly #gone = new Map<string, number>();

  note(what: What, who: string, how: string): void {
    const at = Date.now();
    this.happenings.push({ at, what, who, how });
    if (what === "up") this.#up.push({ who, from: at, to: Number.POSITIVE_INFINITY });
    if (what === "down" || what === "gone" || what === "freeze") end(this.#up, who, at);
    if (what === "freeze") this.#frozen.push({ who, from: at, to: Number.POSITIVE_INFINITY });
    if (what === "thaw") end(this.#frozen, who, at);
    if (what === "gone" || what === "left") this.#gone.set(who, at);
  }

  count(action: string): void {
    this.counts[action] = (this.counts[action] ?? 0) + 1;
  }

  /** When a provider's connection or a caller's page ended. */
  goneAt(who: string): number | undefined {
    return this.#gone.get(who);
  }

  /** When a provider first left the worker after `from`: its connection ended, or its page was frozen. */
  leftAfter(who: string, from: number): number | undefined {
    const isLeave = ({ who: other, what, at }: Happening) =>
      other === who && at >= from && (what === "gone" || what === "freeze");
    return this.happenings.find(isLeave)?.at;
  }

  /** Whether one provider answered all the time. */
  wasUp(from: number, to: number): boolean {
    return this.#up.some((span) => span.from <= from && span.to >= to);
  }

  wasFrozen(from: number, to: number, who?: string): boolean {
    return this.#frozen.some((span) => (who ?? span.who) === span.who && span.from <= to && span.to >= from);
  }

  /** What ended the worker, or may have: it lives in the process of some page. */
  restarts(from: number, to: number): Happening[] {
    return this.between(from, to).filter(({ what, how }) => what === "kill" || how === "crash");
  }

  ends(from: number, to: number): Happening[] {
    return this.between(from, to).filter(({ what }) => what === "gone");
  }

  between(from: number, to: number): Happening[] {
    return this.happenings.filter(({ at }) => at >= from && at <= to);
  }
}

function end(spans: Span[], who: string, at: number): void {
  for (const span of spans) if (span.who === who && span.to === Number.POSITIVE_INFINITY) span.to = at;
}
