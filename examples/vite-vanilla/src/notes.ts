import type { HyphaEvent, ServiceDefinition } from "tabserve";

interface Note {
  readonly id: string;
  readonly text: string;
}

/** Answers at `<workspace>/apps/notes/`; what it keeps outlives the tab. */
export const notes: ServiceDefinition = {
  id: "notes",
  type: "functions",
  config: { visibility: "public" },
  index({ method, body, query_string: query }: HyphaEvent) {
    if (method === "GET") return read();
    if (method === "POST") return add(new TextDecoder().decode(body ?? undefined));
    if (method === "DELETE") return remove(new URLSearchParams(query).get("id") ?? "");
    return { status: 405, headers: { Allow: "GET, POST, DELETE" } };
  },
};

function add(text: string) {
  if (text.trim() === "") return { status: 400, body: "A note needs a text" };
  const note: Note = { id: crypto.randomUUID(), text: text.trim() };
  write([...read(), note]);
  return { status: 201, body: note };
}

function remove(id: string) {
  const notes = read();
  const rest = notes.filter((note) => note.id !== id);
  write(rest);
  return { status: rest.length < notes.length ? 204 : 404 };
}

function read(): Note[] {
  return JSON.parse(localStorage.getItem("notes") ?? "[]");
}

function write(notes: readonly Note[]): void {
  localStorage.setItem("notes", JSON.stringify(notes));
}
