import { connect } from "tabserve";
import { notes } from "./notes.ts";

const api = await connect();
const { url } = await api.registerService(notes);

const form = document.querySelector("form") as HTMLFormElement;
const list = document.querySelector("#notes") as HTMLUListElement;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await fetch(url, { method: "POST", body: String(new FormData(form).get("text")) });
  form.reset();
  await show();
});

await show();

/** From here on nothing knows that the server is this very page. */
async function show(): Promise<void> {
  const notes: { id: string; text: string }[] = await (await fetch(url)).json();
  list.replaceChildren(...notes.map(({ id, text }) => toItem(id, text)));
}

function toItem(id: string, text: string): HTMLLIElement {
  const item = document.createElement("li");
  const remove = document.createElement("button");
  remove.textContent = "Remove";
  remove.setAttribute("aria-label", `Remove ${text}`);
  remove.addEventListener("click", async () => {
    await fetch(`${url}?id=${id}`, { method: "DELETE" });
    await show();
  });
  item.append(text, remove);
  return item;
}
