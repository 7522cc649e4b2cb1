// A form and its answer: send it in the preview, or open it in a new tab.
import { request } from "tabserve/request";

const page = (title: string, content: string) => `<!doctype html>
<html lang="en">
  <title>${title}</title>
  <style>
    body { max-width: 24rem; margin: 2rem auto; font: 1rem system-ui }
    label, input, select { display: block; margin: 0.25rem 0 }
  </style>
  <h1>${title}</h1>
  ${content}
</html>`;

const toHtml = (text: string) =>
  text.replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const html = (body: string) => ({
  headers: { "Content-Type": "text/html; charset=utf-8" },
  body,
});

export default {
  id: "tea",
  type: "functions",
  config: { visibility: "public" },

  index: async () =>
    html(
      page(
        "Order tea",
        `<form method="post" action="order">
          <label>Your name <input name="name" required></label>
          <label>Tea <select name="tea"><option>Green<option>Black</select></label>
          <button>Order</button>
        </form>`,
      ),
    ),

  order: async (event) => {
    const form = await request(event).formData();
    const [name, tea] = [form.get("name"), form.get("tea")].map(String);
    return html(
      page(
        "Thank you",
        `<p>${toHtml(tea)} tea for ${toHtml(name)}.</p>
        <a href="./">Another one</a>`,
      ),
    );
  },
};
