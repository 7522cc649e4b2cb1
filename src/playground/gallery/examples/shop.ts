// An app made with Hono, as it is.
import { Hono } from "hono";
import { etag } from "hono/etag";
import { HTTPException } from "hono/http-exception";

const base = new URL("playground/apps/shop", document.baseURI).pathname;
const app = new Hono({ strict: false }).basePath(base);

const books = new Map([
  ["1", { title: "The Dispossessed", price: 12 }],
  ["2", { title: "Solaris", price: 9 }],
]);

app.use(etag());
app.get("/", (c) => c.json([...books].map(([id, book]) => ({ id, ...book }))));

app.get("/books/:id", (c) => {
  const book = books.get(c.req.param("id"));
  if (!book) throw new HTTPException(404, { message: "No such book" });
  return c.json(book);
});

app.post("/books", async (c) => {
  const id = String(books.size + 1);
  books.set(id, await c.req.json());
  return c.json({ id }, 201);
});

export default {
  id: "shop",
  type: "fetch",
  config: { visibility: "public" },
  fetch: app.fetch,
};
