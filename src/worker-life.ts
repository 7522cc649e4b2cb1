/** How pages notice that a start of the worker is over: it holds a lock until then (docs/decisions/0001). */

const toName = (boot: string) => `tabserve/${boot}`;

/** The worker's part: for as long as it lives. */
export function showLife(boot: string): void {
  void navigator.locks.request(toName(boot), () => new Promise(() => {}));
}

/** The page's part: resolves when the worker is gone; never rejects. */
export async function whenGone(boot: string): Promise<void> {
  await navigator.locks.request(toName(boot), () => {});
}
