import { describeValue } from "./conventions/bad-result.js";

/** A definition's own keys, and the methods of an instance. */
export type Members = Record<string, unknown>;

/** What stands in the way of a service of its type; `undefined` when nothing does. */
export function findTypeProblem({ type, fetch: app, serve, env }: Members): string | undefined {
  if (type === "fetch" && typeof app !== "function")
    return `has the type fetch, and its fetch is ${describeValue(app)}; give it fetch(request, env, ctx), such as the fetch of a Hono app`;
  if (type === "fetch" && env !== undefined && (typeof env !== "object" || env === null))
    return `has the type fetch, and its env is ${describeValue(env)}; it must be an object`;
  if (isAsgi(type) && typeof serve !== "function")
    return `has the type ${type}, and its serve is ${describeValue(serve)}; give it serve({ scope, receive, send })`;
  return undefined;
}

/**
 * What of a service can be reached from outside. Of a `fetch` app its `fetch` alone, called on the object that was
 * registered: other methods would let any page change its routes.
 */
export function toReachable(members: Members, definition: object): Members {
  const { type, fetch: app } = members;
  if (type !== "fetch" || typeof app !== "function") return members;
  return Object.assign(Object.create(null), { fetch: app.bind(definition) });
}

/** What a `fetch` app gets as its second argument. */
export function toEnv({ type, env }: Members): object | undefined {
  return type === "fetch" && typeof env === "object" && env !== null ? env : undefined;
}

/** Whether the worker hands request bodies over as they come. */
export function isStreaming(type: string, stream: boolean | undefined): boolean {
  return type === "fetch" || isAsgi(type) || (type === "functions" && stream === true);
}

function isAsgi(type: unknown): boolean {
  return type === "asgi" || type === "ASGI";
}
