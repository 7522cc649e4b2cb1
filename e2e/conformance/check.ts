/** @throws {Error} unless both are the same data; the order of keys counts */
export function checkEqual(actual: unknown, expected: unknown, what = "the value"): void {
  const [got, wanted] = [toText(actual), toText(expected)];
  if (got !== wanted) throw new Error(`${what} is ${got}, expected ${wanted}`);
}

/** Compares the expected keys only. */
export function checkMatch(actual: object, expected: object): void {
  for (const [key, value] of Object.entries(expected))
    checkEqual((actual as Record<string, unknown>)[key], value, key);
}

export function check(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) throw new Error(`${what}: expected it to be so`);
}

/** Resolves when `isTrue` says so. @throws {Error} after `timeout` milliseconds */
export async function waitUntil(
  isTrue: () => unknown,
  { what, timeout = 10_000 }: { what: string; timeout?: number },
): Promise<void> {
  const end = performance.now() + timeout;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${timeout} ms`);
    await sleep(20);
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** The `code` of what a promise rejects with; `""` when it resolves. */
export function toCode(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "",
    (error: { code?: string }) => error.code ?? String(error),
  );
}

function toText(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
