/** Milliseconds that a button says that it has copied. */
const SHOWN = 2000;

const labels = new WeakMap<HTMLButtonElement, string>();

/** Copies text and lets the button say so. @returns whether the browser let it */
export async function copyText(text: string, button: HTMLButtonElement): Promise<boolean> {
  const label = labels.get(button) ?? button.textContent ?? "";
  labels.set(button, label);
  const isCopied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  button.textContent = isCopied ? "Copied" : "Not allowed";
  setTimeout(() => {
    button.textContent = label;
  }, SHOWN);
  return isCopied;
}
