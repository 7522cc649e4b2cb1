import { createElement } from "../dom.js";
import type { JsonMember, JsonNode } from "./json.js";

/** Members that are shown unfolded, counted over the whole tree; more make the reader scroll. */
const MOST_UNFOLDED = 60;

/** Members of one list that are made at a time: the page must stay quick. */
const STEP = 200;

/** JSON as a tree that folds. What is folded is made when it is unfolded. */
export function toJsonTree(root: JsonNode): HTMLElement {
  const tree = createElement("div", { className: "json" });
  const budget = { left: MOST_UNFOLDED };
  tree.append(toEntry({ key: undefined, value: root }, true, budget));
  const [outermost] = tree.querySelectorAll("details");
  if (outermost) outermost.open = true;
  return tree;
}

interface Budget {
  left: number;
}

function toEntry(member: JsonMember, isLast: boolean, budget: Budget): HTMLElement {
  const { key, value } = member;
  const label = key === undefined ? [] : [toToken("propertyName", key), ": "];
  const comma = isLast ? "" : ",";
  if ("text" in value)
    return createElement("div", { className: "entry" }, ...label, toToken(value.kind, value.text), comma);
  const [open, close] = value.kind === "object" ? ["{", "}"] : ["[", "]"];
  if (value.members.length === 0)
    return createElement("div", { className: "entry" }, ...label, `${open}${close}${comma}`);
  const count = createElement("span", { className: "folded" }, ` ${describe(value)} ${close}${comma}`);
  const summary = createElement("summary", {}, ...label, open, count);
  const details = createElement("details", { className: "entry" }, summary);
  const unfold = () =>
    details.append(toMembers(value.members, budget), createElement("div", {}, close + comma));
  details.addEventListener("toggle", () => details.childElementCount === 1 && unfold());
  budget.left -= value.members.length;
  if (budget.left >= 0) {
    unfold();
    details.open = true;
  }
  return details;
}

function toMembers(members: readonly JsonMember[], budget: Budget): HTMLElement {
  const list = createElement("div", { className: "members" });
  const add = (from: number) => {
    const part = members.slice(from, from + STEP);
    const rest = members.length - from - part.length;
    list.append(
      ...part.map((member, index) => toEntry(member, rest === 0 && index === part.length - 1, budget)),
    );
    if (rest > 0) list.append(toMore(rest, () => add(from + STEP)));
  };
  add(0);
  return list;
}

function toMore(rest: number, onClick: () => void): HTMLElement {
  const button = createElement(
    "button",
    { type: "button", className: "plain" },
    `${rest.toLocaleString("en")} more`,
  );
  button.addEventListener("click", () => {
    button.remove();
    onClick();
  });
  return button;
}

function describe({ kind, members }: { kind: "object" | "array"; members: readonly unknown[] }): string {
  const [one, many] = kind === "object" ? ["key", "keys"] : ["item", "items"];
  return `${members.length.toLocaleString("en")} ${members.length === 1 ? one : many}`;
}

function toToken(kind: string, text: string): HTMLElement {
  return createElement("span", { className: `tok-${kind}` }, text);
}
