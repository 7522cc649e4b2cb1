import { Hono } from "hono";
import { html } from "hono/html";
import { HTTPException } from "hono/http-exception";

interface Book {
  readonly id: number;
  readonly title: string;
  stock: number;
}

const books: Book[] = [
  { id: 1, title: "The Left Hand of Darkness", stock: 3 },
  { id: 2, title: "Solaris", stock: 1 },
];

/** An app as it would run on a server; only its base path is the tab's. */
export function createShop(basePath: string) {
  const app = new Hono({ strict: false }).basePath(basePath);

  app.get("/", (c) =>
    c.html(html`<!doctype html>
      <html lang="en">
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Books</title>
        <style>
          :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
          body { max-width: 34rem; margin: 2rem auto; padding: 0 1rem; }
          li { margin: 0.5rem 0; }
        </style>
        <h1>Books</h1>
        <ul>
          ${books.map(
            ({ id, title, stock }) => html`
              <li>
                <form method="post" action="${basePath}/books/${id}/orders">
                  ${title} (${stock}) <button ${stock === 0 ? "disabled" : ""}>Order</button>
                </form>
              </li>`,
          )}
        </ul>
      </html>`),
  );

  app.get("/books", (c) => c.json(books));
  app.get("/books/:id", (c) => c.json(getBook(c.req.param("id"))));

  app.post("/books/:id/orders", (c) => {
    const book = getBook(c.req.param("id"));
    if (book.stock === 0) throw new HTTPException(409, { message: `${book.title} is sold out` });
    book.stock--;
    return c.redirect(basePath, 303);
  });

  return app;
}

function getBook(id: string): Book {
  const book = books.find((one) => one.id === Number(id));
  if (!book) throw new HTTPException(404, { message: `There is no book ${id}` });
  return book;
}
