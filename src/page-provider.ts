import type { Answer, Connection } from "./connection.js";
import type { Page } from "./conventions/convention.js";
import { LastEvents } from "./conventions/last-events.js";
import { type CallSession, Executions } from "./executions.js";
import { type Cookies, type Provider, onCallMessage as provide } from "./provider.js";
import { toRandomId } from "./random-id.js";
import { whenGone } from "./worker-life.js";

/** Answers a call of the worker, or ends one. */
export function onCallMessage(
  connection: Connection,
  message: Parameters<Answer>[0],
  session: CallSession,
): void {
  provide(message, session, toProvider(connection));
}

function getExecutions(connection: Connection): Executions {
  connection.executions ??= new Executions((isBusy) => connection.hold(isBusy ? 1 : -1), whenGone);
  return connection.executions;
}

function toProvider(connection: Connection): Provider {
  const { services } = connection;
  return { executions: getExecutions(connection), page: toPage(connection), services, cookies };
}

const lastEvents = new LastEvents(() => performance.now());

const cookies: Cookies = {
  read() {
    try {
      return document.cookie;
    } catch {
      return ""; // a sandboxed frame has none
    }
  },
  store: async (answer, scope) => (await import("./cookies.js")).storeCookies(answer, scope),
};

function toPage({ config }: Connection): Page {
  return {
    scope: config.public_base_url,
    clientId: config.client_id,
    lastEvents,
    random: toRandomId,
    // biome-ignore lint/suspicious/noConsole: the handler's fault, with its stack, belongs into its page's console
    report: (error) => console.error(error),
  };
}
