/** A span of time as one says it. */

const SPANS = [
  [365 * 24 * 3600, "year"],
  [30 * 24 * 3600, "month"],
  [7 * 24 * 3600, "week"],
  [24 * 3600, "day"],
  [3600, "hour"],
  [60, "minute"],
] as const;

/** `3 days ago`; `ms` in milliseconds. */
export function agoText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  for (const [length, name] of SPANS) {
    const count = Math.floor(seconds / length);
    if (count > 0) return `${count} ${name}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}
