import type { Place } from "./problem.js";

/** Something that code is typed into. */
export interface Surface {
  code: string;
  /** Marks the line of a problem, or none. */
  mark(line: number | undefined): void;
  /** Puts the cursor there and scrolls it into view. */
  goTo(place: Place): void;
}

/** The text field that is there before the editor is loaded, and in its place when it cannot be. */
export function toPlainSurface(field: HTMLTextAreaElement, onChange: () => void): Surface {
  field.addEventListener("input", onChange);
  return {
    get code() {
      return field.value;
    },
    set code(code) {
      field.value = code;
    },
    mark() {},
    goTo({ line, column }) {
      const before = field.value.split("\n").slice(0, line - 1);
      const offset = before.join("\n").length + Math.sign(before.length) + column - 1;
      field.focus();
      field.setSelectionRange(offset, offset);
    },
  };
}
