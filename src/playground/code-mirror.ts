import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Extension, StateEffect, StateField, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { hangingIndent } from "./hanging-indent.js";
import type { Place } from "./problem.js";
import type { Surface } from "./surface.js";

/** Puts CodeMirror in the place of a text field. Tab leaves it, as it leaves any field; Mod-] indents. */
export function openCodeMirror(field: HTMLTextAreaElement, onChange: () => void): Surface {
  const view = new EditorView({ doc: field.value, extensions: toExtensions(field.ariaLabel, onChange) });
  const { scrollTop } = field;
  field.replaceWith(view.dom);
  view.scrollDOM.scrollTop = scrollTop;
  return {
    get code() {
      return view.state.doc.toString();
    },
    set code(code) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: code } });
    },
    mark: (line) => view.dispatch({ effects: markLine.of(line) }),
    goTo(place) {
      view.dispatch({ selection: { anchor: toOffset(view.state.doc, place) }, scrollIntoView: true });
      view.focus();
    },
  };
}

function toExtensions(label: string | null, onChange: () => void): Extension[] {
  return [
    lineNumbers(),
    highlightSpecialChars(),
    highlightActiveLine(),
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    javascript(),
    syntaxHighlighting(classHighlighter),
    markedLine,
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
    EditorView.lineWrapping,
    hangingIndent,
    EditorView.contentAttributes.of({ "aria-label": label ?? "" }),
    EditorView.updateListener.of((update) => update.docChanged && onChange()),
  ];
}

const markLine = StateEffect.define<number | undefined>();
const mark = Decoration.line({ class: "cm-problem" });

const markedLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { effects, changes, newDoc }) {
    const effect = effects.find((one) => one.is(markLine));
    if (!effect) return marks.map(changes);
    if (effect.value === undefined) return Decoration.none;
    return Decoration.set(mark.range(toOffset(newDoc, { line: effect.value, column: 1 })));
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The engine may name a place behind the end, or one in code that has changed since. */
function toOffset(doc: Text, { line, column }: Place): number {
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(from + Math.max(column, 1) - 1, to);
}
