import type { Field, RequestBody, RequestSpec } from "./request.js";
import { isBodiless } from "./request.js";

/** The request as a call of `fetch`, to be pasted into a console or a program. */
export function toFetchCode(spec: RequestSpec): string {
  const { method, url, headers } = spec;
  const body = isBodiless(method) ? { kind: "none" as const } : spec.body;
  const [setup, value] = toBodyCode(body);
  const options = [
    ...(method === "GET" ? [] : [`method: ${JSON.stringify(method)}`]),
    ...toHeaderOption([...headers, ...toTypeHeader(body, headers)]),
    ...(value === "" ? [] : [value === "body" ? "body" : `body: ${value}`]),
  ];
  const argument = options.length === 0 ? "" : `, {\n${options.map((option) => `  ${option},\n`).join("")}}`;
  return `${setup}await fetch(${JSON.stringify(url)}${argument});`;
}

/** The request for a shell with curl. */
export function toCurl(spec: RequestSpec): string {
  const { method, url, headers } = spec;
  const body = isBodiless(method) ? { kind: "none" as const } : spec.body;
  const implied = body.kind === "none" ? "GET" : "POST";
  const parts = [
    `curl ${quote(url)}`,
    ...(method === implied ? [] : [method === "HEAD" ? "--head" : `--request ${method}`]),
    ...[...headers, ...toTypeHeader(body, headers)].map(
      ([name, value]) => `--header ${quote(`${name}: ${value}`)}`,
    ),
    ...toCurlBody(body),
  ];
  return parts.join(" \\\n  ");
}

type Header = RequestSpec["headers"][number];

function toTypeHeader(body: RequestBody, headers: RequestSpec["headers"]): Header[] {
  const isSet = headers.some(([name]) => name.toLowerCase() === "content-type");
  if (isSet) return [];
  if (body.kind === "json") return [["Content-Type", "application/json"]];
  if (body.kind === "text") return [["Content-Type", "text/plain;charset=UTF-8"]];
  return body.kind === "file" ? [["Content-Type", body.file?.type || "application/octet-stream"]] : [];
}

/** A header may be given twice: then the names are no keys. */
function toHeaderOption(headers: readonly Header[]): string[] {
  if (headers.length === 0) return [];
  const isRepeated = new Set(headers.map(([name]) => name.toLowerCase())).size < headers.length;
  const pairs = headers.map(([name, value]) =>
    isRepeated ? JSON.stringify([name, value]) : `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return [`headers: ${isRepeated ? `[${pairs.join(", ")}]` : `{ ${pairs.join(", ")} }`}`];
}

/** Lines before the call, and what its `body` is; `""` for none. */
function toBodyCode(body: RequestBody): [setup: string, value: string] {
  if (body.kind === "none") return ["", ""];
  if (body.kind === "file") return [toFileCode("body", body.file), "body"];
  if ("text" in body) return ["", body.text === "" ? "" : toTextCode(body)];
  if (body.kind === "form") {
    const pairs = body.fields.map(({ name, value }) => JSON.stringify([name, toName(value)]));
    return ["", `new URLSearchParams([${pairs.join(", ")}])`];
  }
  const lines = body.fields.map(({ name, value }) => toAppendCode(name, value));
  return [`const body = new FormData();\n${lines.join("")}`, "body"];
}

function toAppendCode(name: string, value: Field["value"]): string {
  const code = typeof value === "string" ? JSON.stringify(value) : toNewFile(value);
  return `body.append(${JSON.stringify(name)}, ${code});\n`;
}

function toFileCode(name: string, file: File | undefined): string {
  return `const ${name} = ${toNewFile(file)};\n`;
}

/** The bytes are not in the code: who runs it puts them there. */
function toNewFile(file: File | undefined): string {
  const type = file?.type ? `, { type: ${JSON.stringify(file.type)} }` : "";
  return `new File([/* bytes */], ${JSON.stringify(file?.name ?? "file")}${type})`;
}

/** JSON is valid JavaScript; what is none stays a text. */
function toTextCode({ kind, text }: { kind: "json" | "text"; text: string }): string {
  try {
    if (kind === "json") return `JSON.stringify(${JSON.stringify(JSON.parse(text))})`;
  } catch {
    // as it was typed
  }
  return JSON.stringify(text);
}

function toCurlBody(body: RequestBody): string[] {
  if (body.kind === "none") return [];
  if (body.kind === "file") return [`--data-binary ${quote(`@${body.file?.name ?? "file"}`)}`];
  if ("text" in body) return body.text === "" ? [] : [`--data-raw ${quote(body.text)}`];
  if (body.kind === "form")
    return body.fields.map(({ name, value }) => `--data-urlencode ${quote(`${name}=${toName(value)}`)}`);
  return body.fields.map(({ name, value }) =>
    typeof value === "string"
      ? `--form-string ${quote(`${name}=${value}`)}`
      : `--form ${quote(`${name}=@${value.name}`)}`,
  );
}

function toName(value: Field["value"]): string {
  return typeof value === "string" ? value : value.name;
}

/** For a POSIX shell: in single quotes nothing is special but the quote. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
