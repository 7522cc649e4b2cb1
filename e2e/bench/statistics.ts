/** @param p 0–1; linear between the neighbours */
export function toPercentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const [below = Number.NaN, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place % 1);
}

export function toMedian(values: readonly number[]): number {
  return toPercentile(values, 0.5);
}

/** The same order for the same seed (mulberry32, Fisher–Yates). */
export function createShuffle(seed: number): <T>(items: readonly T[]) => T[] {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return (items) => {
    const left = [...items];
    return items.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
  };
}
