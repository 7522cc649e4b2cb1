import { getElement } from "./dom.js";
import { type StateName, setState } from "./state.js";

/** What the page says about the connection to its worker. */
export class ConnectionStatus {
  readonly #state = getElement("connection", HTMLElement);
  readonly #failure = getElement("failure", HTMLElement);

  constructor(onRetry: () => void) {
    getElement("retry", HTMLButtonElement).addEventListener("click", () => {
      this.#show("busy", "Connecting…");
      onRetry();
    });
  }

  showConnected(): void {
    this.#show("good", "Connected");
  }

  /** All that the page needs is kept by its worker. */
  showKept(): void {
    this.#show("good", "Connected, works offline");
  }

  /** @param text what failed and what to do */
  showFailure(text: string): void {
    this.#show("bad", "Not connected");
    getElement("failure-text", HTMLElement).textContent = text;
    this.#failure.hidden = false;
  }

  #show(name: StateName, text: string): void {
    setState(this.#state, name, text);
    this.#failure.hidden = true;
  }
}
