/** A node of a syntax tree; ESTree. */
interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** What can be called while a module runs without another effect than serving. */
const HARMLESS = ["console"];

/**
 * Whether a module, when it runs, does nothing but import, declare, connect and use what `connect` gave: then running a
 * new version of it only puts new functions in the place of the old ones. What happens within its functions is not looked
 * at. A module that exports something is other modules' business, too.
 *
 * @param program ESTree
 */
export function onlyServes(program: object): boolean {
  const { body } = program as { readonly body: readonly Node[] };
  const names = new Set(body.flatMap(toLibraryNames));
  const isOwn = names.size > 0 && !body.some(({ type }) => type.startsWith("Export"));
  for (const name of HARMLESS) names.add(name);
  return isOwn && body.every((statement) => isHarmless(statement, names));
}

/** The local names of what a statement imports from `tabserve`. */
function toLibraryNames({ type, source, specifiers }: Node): string[] {
  if (type !== "ImportDeclaration" || (source as { value?: unknown }).value !== "tabserve") return [];
  return (specifiers as readonly { local: { name: string } }[]).map(({ local }) => local.name);
}

/** @param names of the library and of what it gave; those that are declared here come to it */
function isHarmless(node: Node, names: Set<string>): boolean {
  if (/Function/.test(node.type)) return true;
  if (/^(Assignment|Update|TaggedTemplate|Import)Expression$/.test(node.type)) return false;
  if (node.type === "UnaryExpression" && node.operator === "delete") return false;
  const isCall = node.type === "CallExpression" || node.type === "NewExpression";
  if (isCall && !isOf(node, names)) return false;
  if (!toChildren(node).every((child) => isHarmless(child, names))) return false;
  if (node.type === "VariableDeclarator" && isNode(node.init) && isOf(node.init, names))
    for (const name of toBoundNames(node.id)) names.add(name);
  return true;
}

/** Whether an expression begins with one of the names: `await name.a().b`. */
function isOf(expression: Node, names: ReadonlySet<string>): boolean {
  if (expression.type === "Identifier") return names.has(String(expression.name));
  const inner = expression.callee ?? expression.object ?? expression.argument ?? expression.expression;
  return isNode(inner) && isOf(inner, names);
}

/** `api`, and `{ registerService }`; what is nested deeper is not followed. */
function toBoundNames(id: unknown): string[] {
  const pattern = id as Node;
  const targets =
    pattern.type === "ObjectPattern" ? (pattern.properties as Node[]).map(({ value }) => value) : [pattern];
  return targets.flatMap((target) =>
    isNode(target) && target.type === "Identifier" ? [String(target.name)] : [],
  );
}

function toChildren(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
