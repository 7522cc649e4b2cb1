import { createElement } from "../dom.js";

/** How a list shows what it is of. */
export interface PickListOptions<Item> {
  /** What its style sheet calls it. */
  readonly className: string;
  /** The list's name for those who do not see it. */
  readonly label: string;
  /** Stays the same for what is the same to the reader. */
  toKey(item: Item): string | number;
  /** Fills the element of an item, which may hold an earlier state of it. */
  fill(element: HTMLElement, item: Item): void;
  /** Told when another item is picked, or the picked one has changed. */
  onPick(item: Item | undefined): void;
}

/**
 * A list, newest first, of which one item is picked: the newest until the reader picks another one. The arrow keys move
 * (ARIA APG, Listbox).
 */
export class PickList<Item> {
  readonly element: HTMLElement;
  readonly #options: PickListOptions<Item>;
  readonly #rows = new Map<string | number, { readonly element: HTMLElement; item: Item }>();
  #items: readonly Item[] = [];
  #picked: string | number | undefined;
  #isFollowing = true;

  constructor(options: PickListOptions<Item>) {
    this.#options = options;
    const className = `pick-list ${options.className}`;
    this.element = createElement("ul", { className, ariaLabel: options.label });
    this.element.role = "listbox";
    this.element.addEventListener("click", ({ target }) => this.#onClick(target));
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** Shows these, and picks the first of them unless the picked one is among them still. */
  show(items: readonly Item[]): void {
    const { toKey } = this.#options;
    this.#items = items;
    const elements = items.map((item) => this.#toRow(item));
    const keys = new Set(items.map(toKey));
    for (const key of this.#rows.keys()) if (!keys.has(key)) this.#rows.delete(key);
    place(this.element, elements);
    const [first] = items;
    const isGone = this.#picked === undefined || !keys.has(this.#picked);
    if (first === undefined) this.#picked = undefined;
    else if (this.#isFollowing || isGone) this.#picked = toKey(first);
    this.#markPicked();
  }

  /** @returns whether there is such an item */
  pick(key: string | number): boolean {
    if (!this.#rows.has(key)) return false;
    const [first] = this.#items;
    this.#isFollowing = first !== undefined && this.#options.toKey(first) === key;
    this.#picked = key;
    this.#markPicked();
    return true;
  }

  #toRow(item: Item): HTMLElement {
    const key = this.#options.toKey(item);
    const known = this.#rows.get(key);
    if (known?.item === item) return known.element;
    const element = known?.element ?? createElement("li", { role: "option" });
    this.#rows.set(key, { element, item });
    this.#options.fill(element, item);
    return element;
  }

  #markPicked(): void {
    for (const [key, { element }] of this.#rows) {
      element.ariaSelected = String(key === this.#picked);
      element.tabIndex = key === this.#picked ? 0 : -1;
    }
    const row = this.#picked === undefined ? undefined : this.#rows.get(this.#picked);
    this.#options.onPick(row?.item);
  }

  #onClick(target: EventTarget | null): void {
    for (const [key, { element }] of this.#rows)
      if (target instanceof Node && element.contains(target)) this.pick(key);
  }

  #onKey(event: KeyboardEvent): void {
    const elements = [...this.element.children];
    const now = elements.findIndex(({ ariaSelected }) => ariaSelected === "true");
    const next = elements[toNext(event.key, now, elements.length)];
    if (!(next instanceof HTMLElement)) return;
    event.preventDefault();
    this.#onClick(next);
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

function toNext(key: string, now: number, count: number): number {
  const moves: Readonly<Record<string, number>> = {
    ...{ ArrowDown: now + 1, ArrowUp: now - 1, PageDown: Math.min(now + 10, count - 1) },
    ...{ PageUp: Math.max(now - 10, 0), Home: 0, End: count - 1 },
  };
  return moves[key] ?? -1;
}

/** Moves no more elements than it must: a moved one loses the focus. */
function place(parent: HTMLElement, elements: readonly HTMLElement[]): void {
  const wanted = new Set<Element>(elements);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  for (const [index, element] of elements.entries()) {
    const there = parent.children[index] ?? null;
    if (there !== element) parent.insertBefore(element, there);
  }
}
