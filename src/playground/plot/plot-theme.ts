/** A colour of the theme as it is now. @param property as `--accent` */
export function toColour(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}

/** What axes are written in. */
export function font(): string {
  return `11px ${getComputedStyle(document.body).fontFamily}`;
}
