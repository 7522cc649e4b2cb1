import { countColumn, RangeSetBuilder, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";

/** Columns that the rest of a wrapped line is further in than its start. */
const HANG = 2;

/** Wrapped lines go on under their own start, not at the margin: on a phone most lines wrap. */
export const hangingIndent = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }

    update({ view, docChanged, viewportChanged }: ViewUpdate): void {
      if (docChanged || viewportChanged) this.decorations = decorate(view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function decorate({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of visibleRanges)
    for (const line of listLines(state.doc, from, to)) {
      const indent = /^\s*/.exec(line.text)?.[0] ?? "";
      const columns = countColumn(indent, state.tabSize) + HANG;
      const style = `padding-left: calc(0.5rem + ${columns}ch); text-indent: -${columns}ch`;
      builder.add(line.from, line.from, Decoration.line({ attributes: { style } }));
    }
  return builder.finish();
}

function* listLines(doc: Text, from: number, to: number) {
  for (let line = doc.lineAt(from); line.from <= to; line = doc.lineAt(line.to + 1)) {
    yield line;
    if (line.to >= doc.length) return;
  }
}
