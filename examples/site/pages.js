/** The site's pages as texts. Their links are relative: the site works wherever it is served. */

export const home = (visits) =>
  layout(
    "A site without a server",
    `<img class="wide" src="pictures/sunset.png" width="640" height="240" alt="A sunset, drawn when it was asked for">
    <p><b id="greeting">Hello</b>. Every byte of this page comes from a function in another tab: the text, the style and its
    background, the pictures, the sound, even this <a href="greet.js">module</a>.</p>
    <h2>Visits that ended: <span id="visits">${visits}</span></h2>
    <img id="chart" src="pictures/chart.svg?values=3,5,2,8,6,9,${visits}" width="320" height="120" alt="Visits as bars">
    <h2>A tone of thirty seconds</h2>
    <audio controls preload="metadata" src="tone.wav"></audio>
    <p><a id="numbers" href="numbers.csv">The numbers as a file</a></p>
    <script type="module">
      const { greet } = await import("./greet.js");
      document.querySelector("#greeting").textContent = greet(new Date().getHours());
      addEventListener("pagehide", () => navigator.sendBeacon("left", "bye"));
    </script>`,
  );

export const guestbook = (entries) =>
  layout(
    "Guestbook",
    `<ul id="entries">${entries.map(toEntry).join("")}</ul>
    <form method="post" enctype="multipart/form-data">
      <label>Name <input name="name" required></label>
      <label>Files <input name="files" type="file" multiple></label>
      <button>Sign</button>
    </form>
    <form method="post" action="search">
      <label>Name <input name="query" required></label>
      <button>Search</button>
    </form>`,
  );

export const results = (query, entries) =>
  layout(`Entries by “${toText(query)}”`, `<ul id="entries">${entries.map(toEntry).join("")}</ul>`);

const toEntry = ({ name, files }) =>
  `<li><b>${toText(name)}</b>${files.map((file) => ` <q title="${toText(file.name)}">${toText(file.text)}</q>`).join("")}</li>`;

const layout = (title, body) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="style.css">
  <nav><a href="./">Home</a> <a href="guestbook">Guestbook</a></nav>
  <main><h1>${title}</h1>${body}</main>
</html>`;

export const style = `
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #223; background: #f4f1ea url("pictures/chart.svg?values=1,2,3,4") repeat-x bottom; }
nav { padding: 1rem; background: #223; }
nav a { color: #fc9; margin-right: 1rem; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem 1rem 9rem; background: #fffd; min-height: 80vh; }
.wide { width: 100%; height: auto; border-radius: 8px; }
audio { width: 100%; }
form { display: flex; gap: 1rem; flex-wrap: wrap; margin: 1rem 0; }
`;

/** What visitors wrote is text, never markup. */
const toText = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
