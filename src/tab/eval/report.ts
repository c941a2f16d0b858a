/** The figures of a replay as text for a person. */
import type { Figures } from "./counts.ts";

/** `without`: the figures with a predictor left out, by its name. */
export function figuresText(figures: Figures, without: Readonly<Record<string, Figures>>): string {
  const lines: string[] = [];
  const row = (name: string, ...values: (string | number | null)[]) =>
    lines.push(`${name.padEnd(28)}${values.map((v) => String(v ?? "-").padStart(9)).join("")}`);
  row("episodes, edits", figures.episodes, figures.edits);
  row("keys saved %: small, all", figures.savedSmall, figures.saved);
  row("precision %: edits, places", figures.precision, figures.placePrecision);
  row("shown: edits, places", figures.shown, figures.places);
  row("edits accepted %", figures.editsAccepted);
  row("exact@1, exact@3 %", figures.exact1, figures.exact3);
  row("loc@1, loc@3, locFar@1 %", figures.loc1, figures.loc3, figures.locFar1);
  row("chrF, kept, reversed %", figures.chrF, figures.kept, figures.reversed);
  row("right in a row: mean, p90", figures.chainMean, figures.chainP90);
  row("answer ms: p50, p95", figures.latencyP50, figures.latencyP95);
  row("calibration error", fixed(figures.calibrationError));
  lines.push("", "best change of each question");
  row("  predicted, observed, n");
  for (const bin of figures.bins) row("", fixed(bin.predicted), fixed(bin.observed), bin.count);
  lines.push("", "shown by");
  row("  edits, right, places, hits");
  for (const [name, own] of Object.entries(figures.sources)) {
    if (name !== "") row(`  ${name}`, own.shown, own.right, own.places, own.hits);
  }
  const left = Object.entries(without);
  if (left.length > 0) {
    lines.push("", "left out");
    row("  small, precision, exact@1, locFar@1");
    for (const [name, own] of left) {
      row(`  ${name}`, own.savedSmall, own.precision, own.exact1, own.locFar1);
    }
  }
  return `${lines.join("\n")}\n`;
}

function fixed(value: number | null): string | null {
  return value === null ? null : value.toFixed(3);
}
