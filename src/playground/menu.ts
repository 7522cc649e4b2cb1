/** Opens popovers below the buttons they belong to, and closes them when one of their own buttons was pressed. */
export function placeMenus(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[popovertarget]")) {
    const menu = button.popoverTargetElement;
    if (!(menu instanceof HTMLElement)) continue;
    menu.addEventListener("beforetoggle", (event) => event.newState === "open" && place(menu, button));
    menu.addEventListener("click", ({ target }) => target !== menu && menu.hidePopover());
    menu.addEventListener("keydown", (event) => moveFocus(menu, event));
  }
}

/** Towards the middle of the page, where there is room. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const { left, right, bottom } = button.getBoundingClientRect();
  const isRight = left > innerWidth / 2;
  menu.style.top = `${bottom + 4}px`;
  menu.style.left = isRight ? "auto" : `${left}px`;
  menu.style.right = isRight ? `${document.documentElement.clientWidth - right}px` : "auto";
}

function moveFocus(menu: HTMLElement, event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...menu.querySelectorAll<HTMLElement>("button:enabled")];
  const now = buttons.findIndex((button) => button.matches(":focus"));
  buttons.at((now + step) % buttons.length)?.focus();
}
