import type { WireHeaders } from "../protocol.js";

/** Headers as handlers read them: lower-case names, repeats joined by a comma. */
export function toHeaderRecord(headers: WireHeaders): Record<string, string> {
  const record: Record<string, string> = Object.create(null);
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    record[key] = key in record ? `${record[key]}, ${value}` : value;
  }
  return { ...record };
}
