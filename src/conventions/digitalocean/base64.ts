/** RFC 4648, 4: base64 with the standard alphabet. */

/** Characters of one `String.fromCharCode`: engines limit the number of arguments. */
const PIECE = 0x8000;

export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE)
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

/**
 * Inverse of {@link encodeBase64}, as strict as Java's decoder, which OpenWhisk uses: no white space, no other
 * alphabet; padding may be missing but not wrong.
 * @returns `undefined` for what is no base64
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = text.replace(/={1,2}$/, "");
  const rest = digits.length % 4;
  const isPadded = digits.length < text.length;
  // Searched for instead of matched: a pattern of groups overflows on megabytes.
  if (/[^A-Za-z0-9+/]/.test(digits) || rest === 1 || (isPadded && text.length % 4 !== 0)) return undefined;
  const binary = atob(digits);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
