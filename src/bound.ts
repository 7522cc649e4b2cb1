/** Milliseconds that one step of connecting or one request to the worker may take. */
export const STEP_TIMEOUT = 10_000;

/**
 * Every wait on another context goes through here.
 * @param toError called when nothing came within {@link STEP_TIMEOUT}; the wait rejects with what it returns
 */
export async function bound<T>(promise: PromiseLike<T>, toError: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(toError()), STEP_TIMEOUT);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
