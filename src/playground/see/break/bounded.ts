/** Milliseconds that browser, worker or frame have for what they are asked. */
export const PATIENCE = 10_000;

/**
 * Waits for an event of the target until it is enough.
 * @param isEnough asked at once, and at each event
 * @throws {Error} `problem` when that takes too long
 */
export function waitFor(
  {
    target,
    type,
    problem,
  }: { readonly target: EventTarget; readonly type: string; readonly problem: string },
  isEnough: (event?: Event) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      target.removeEventListener(type, check);
    };
    const check = (event?: Event) => {
      if (!isEnough(event)) return;
      end();
      resolve();
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(problem));
    }, PATIENCE);
    target.addEventListener(type, check);
    check();
  });
}
