import { createElement } from "../dom.js";

/** Bytes in a line. */
const WIDTH = 16;

/** Bytes that are shown at a time. */
const STEP = 4096;

/** Bytes with their offsets, as numbers and as characters. */
export function toHexView(bytes: Uint8Array): HTMLElement {
  const pre = createElement("pre", { className: "hex" });
  const view = createElement("div", {}, pre);
  const add = (from: number) => {
    const end = Math.min(from + STEP, bytes.length);
    pre.append(formatHex(bytes.subarray(from, end), from));
    if (end < bytes.length) view.append(toMore(bytes.length - end, () => add(end)));
  };
  add(0);
  return view;
}

/** Lines of `00000000  48 65 …  He…`. */
export function formatHex(bytes: Uint8Array, offset = 0): string {
  let lines = "";
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const row = [...bytes.subarray(at, at + WIDTH)];
    const numbers = row.map((byte) => byte.toString(16).padStart(2, "0"));
    const left = numbers.slice(0, WIDTH / 2).join(" ");
    const right = numbers.slice(WIDTH / 2).join(" ");
    const start = (offset + at).toString(16).padStart(8, "0");
    lines += `${start}  ${`${left}  ${right}`.padEnd(WIDTH * 3)}  ${row.map(toCharacter).join("")}\n`;
  }
  return lines;
}

function toCharacter(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}

function toMore(rest: number, onClick: () => void): HTMLElement {
  const button = createElement(
    "button",
    { type: "button", className: "plain" },
    `${rest.toLocaleString("en")} bytes more`,
  );
  button.addEventListener("click", () => {
    button.remove();
    onClick();
  });
  return button;
}
