import { connect } from "tabserve";
import { notes } from "./notes.ts";

const form = document.querySelector("form") as HTMLFormElement;
const list = document.querySelector("#notes") as HTMLUListElement;
const serving = connect().then((api) => api.registerService(notes));

// Before anything is waited for: a form without a listener would leave the page.
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = String(new FormData(form).get("text"));
  form.reset();
  const { url } = await serving;
  await fetch(url, { method: "POST", body: text });
  await show();
});

const { url } = await serving;
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
