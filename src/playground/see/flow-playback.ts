/** Milliseconds that the eye follows easily. */
const SHORTEST = 1_200;
const LONGEST = 2_400;

/**
 * Moves the dot through the frames once, then hides it.
 * @param length milliseconds that the way took
 * @returns how much slower or faster it is shown; `undefined` when nothing moves
 */
export function playFlow(dot: HTMLElement, frames: Keyframe[], length: number): string | undefined {
  for (const animation of dot.getAnimations()) animation.cancel();
  if (length <= 0 || frames.length < 2 || matchMedia("(prefers-reduced-motion: reduce)").matches)
    return undefined;
  const duration = Math.min(LONGEST, Math.max(SHORTEST, length));
  dot.hidden = false;
  const animation = dot.animate(frames, { duration, fill: "forwards" });
  const end = () => {
    dot.hidden = true;
    animation.cancel();
  };
  animation.finished.then(end, () => {}); // cancelled by the next one
  return describePace(duration / length);
}

/** `×98 slower` */
export function describePace(factor: number): string {
  const [size, word] = factor >= 1 ? [factor, "slower"] : [1 / factor, "faster"];
  if (size < 1.05) return "as it was";
  return `${size < 10 ? size.toFixed(1) : Math.round(size).toLocaleString("en")} times ${word}`;
}
