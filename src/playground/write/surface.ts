import type { Place, Problem } from "../run/problem.js";

/** Something that the code of one file at a time is typed into. */
export interface Surface {
  /** What the file holds now. */
  readonly code: string;
  /** Shows a file; each has an undo of its own. Its code may have changed elsewhere. */
  show(fileId: number, code: string): void;
  /** Marks the places of problems, and no others. */
  mark(problems: readonly Problem[]): void;
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
    show(_fileId, code) {
      if (field.value !== code) field.value = code;
    },
    mark() {},
    goTo({ line, column = 1 }) {
      const before = field.value.split("\n").slice(0, line - 1);
      const offset = before.join("\n").length + Math.sign(before.length) + column - 1;
      field.focus();
      field.setSelectionRange(offset, offset);
    },
  };
}
