// An app like any other: it asks its server, and has never heard of Tabserve.
const form = document.querySelector("form");
const answer = document.querySelector("#answer");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const city = new FormData(form).get("city");
  const response = await fetch(`/api/weather?city=${encodeURIComponent(city)}`);
  answer.textContent = response.ok ? toText(await response.json()) : "Nobody knows. Try again later.";
});

function toText({ sky, degrees }) {
  return `${sky}, ${degrees} °C`;
}
