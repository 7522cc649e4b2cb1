// A JSON API. Its notes live in this browser's storage: they outlive the tab.
interface Note {
  id: number;
  text: string;
}

const KEY = "notes-example";
const load = (): Note[] => JSON.parse(localStorage.getItem(KEY) ?? "[]");
const save = (notes: Note[]) =>
  localStorage.setItem(KEY, JSON.stringify(notes));

export default {
  id: "notes",
  type: "functions",
  config: { visibility: "public" },

  // /notes/ lists and adds
  index: async (event) => {
    if (event.method === "GET") return load();
    if (event.method !== "POST") return { status: 405 };
    const { text } = JSON.parse(new TextDecoder().decode(event.body));
    if (!text)
      throw Object.assign(new Error("A note needs a text"), { status: 400 });
    const note = { id: Date.now(), text };
    save([...load(), note]);
    return { status: 201, headers: { Location: `${note.id}` }, body: note };
  },

  // /notes/123 is one of them
  default: async ({ method, function_path }) => {
    const id = Number(function_path.replaceAll("/", ""));
    const note = load().find((one) => one.id === id);
    if (!note) return { status: 404, body: { error: `No note ${id}` } };
    if (method !== "DELETE") return note;
    save(load().filter((one) => one !== note && one.id !== id));
    return { status: 204 };
  },
};
