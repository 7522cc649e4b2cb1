/** `3.4 ms`, `340 ms`, `3.4 s`: three digits tell enough. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 99.95) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 999.5) return `${milliseconds.toFixed(0)} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 99.95 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/** `14:03:07.125`, in the reader's time zone. @param epoch milliseconds */
export function formatTime(epoch: number): string {
  const date = new Date(epoch);
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `${hours}:${minutes}:${seconds}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** `1 call`, `3 calls`. @param word in the singular; its plural ends with s */
export function formatCount(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}
