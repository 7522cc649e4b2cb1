// A site of several pages. Open it in a new tab, too.
const PAGES = {
  home: ["Home", "<p>Every page here is made by a function in a tab.</p>"],
  about: ["About", "<p>No server was asked, and none will be.</p>"],
  time: ["Time", () => `<p>It was ${new Date().toLocaleTimeString()}.</p>`],
};

const STYLE = `
  body { max-width: 32rem; margin: 3rem auto; padding: 0 1rem }
  body { font: 1.0625rem/1.5 Georgia, serif; color: #223 }
  nav a { margin-right: 1rem }
  [aria-current] { color: inherit; text-decoration: none }
`;

function toPage(name: string) {
  const [title, content] = PAGES[name];
  const links = Object.entries(PAGES).map(
    ([id, [text]]) =>
      `<a href="${id}"${id === name ? " aria-current=page" : ""}>${text}</a>`,
  );
  return {
    headers: { "Content-Type": "text/html; charset=utf-8" },
    body: `<!doctype html>
      <html lang="en"><title>${title}</title>
      <link rel="stylesheet" href="style.css">
      <nav>${links.join(" ")}</nav>
      <h1>${title}</h1>
      ${typeof content === "function" ? content() : content}`,
  };
}

export default {
  id: "site",
  type: "functions",
  config: { visibility: "public" },

  index: async () => toPage("home"),
  home: async () => toPage("home"),
  about: async () => toPage("about"),
  time: async () => toPage("time"),
  "style.css": async () => ({
    headers: { "Content-Type": "text/css" },
    body: STYLE,
  }),
  default: async ({ function_path }) => ({
    status: 404,
    body: `There is no page ${function_path}`,
  }),
};
