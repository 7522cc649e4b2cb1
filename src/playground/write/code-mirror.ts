import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { toDiagnostics, toOffset } from "./diagnostics.js";
import { hangingIndent } from "./hanging-indent.js";
import type { Surface } from "./surface.js";

/** Puts CodeMirror in the place of a text field. Tab leaves it, as it leaves any field; Mod-] indents. */
export function openCodeMirror(field: HTMLTextAreaElement, onChange: () => void): Surface {
  const extensions = toExtensions(field.ariaLabel, onChange);
  const create = (doc: string) => EditorState.create({ doc, extensions });
  const view = new EditorView({ state: create(field.value) });
  const { scrollTop } = field;
  field.replaceWith(view.dom);
  view.scrollDOM.scrollTop = scrollTop;
  const others = new Map<number, EditorState>();
  let shown: number | undefined;
  const getCode = () => view.state.doc.toString();
  return {
    get code() {
      return getCode();
    },
    show(fileId, code) {
      if (shown !== undefined && shown !== fileId) {
        others.set(shown, view.state);
        view.setState(others.get(fileId) ?? create(code));
      }
      shown = fileId;
      if (getCode() !== code)
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: code } });
    },
    mark: (problems) => view.dispatch(setDiagnostics(view.state, toDiagnostics(view.state.doc, problems))),
    goTo(place) {
      view.dispatch({ selection: { anchor: toOffset(view.state.doc, place) }, scrollIntoView: true });
      view.focus();
    },
  };
}

function toExtensions(label: string | null, onChange: () => void): Extension[] {
  return [
    lintGutter(),
    lineNumbers(),
    highlightSpecialChars(),
    highlightActiveLine(),
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    javascript({ typescript: true }),
    syntaxHighlighting(classHighlighter),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
    EditorView.lineWrapping,
    hangingIndent,
    EditorView.contentAttributes.of({ "aria-label": label ?? "", tabindex: "0" }),
    EditorView.updateListener.of((update) => update.docChanged && onChange()),
  ];
}
