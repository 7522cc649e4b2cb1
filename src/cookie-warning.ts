const warned = new Set<string>();

/** Says on the console, once, what becomes of a cookie: the browser drops it without a word. */
export function warnOfCookie(name: string, text: string): void {
  const message = `tabserve: cookie ${name} ${text}`;
  if (warned.has(message)) return;
  warned.add(message);
  // biome-ignore lint/suspicious/noConsole: nobody else would hear of it
  console.warn(message);
}

/** What is said of a cookie that a script is to set and a server could. */
export const NOT_HTTP_ONLY = "is set without HttpOnly: no script can set that, and every script can read it";
