import "./functions.ts";

const answer = await fetch(new URL("demo/apps/hello/", document.baseURI));
document.body.append(await answer.text());
