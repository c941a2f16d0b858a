/** What the start took: names and times, for `--startuptime`. */

const marks: { readonly name: string; readonly ms: number }[] = [];

/** Notes that a phase has ended. Times are milliseconds since the process was started. */
export function mark(name: string): void {
  marks.push({ name, ms: performance.now() });
}

/** The phases as lines: milliseconds since the start, milliseconds of the phase, its name. */
export function startupReport(): string {
  let before = 0;
  const lines = marks.map(({ name, ms }) => {
    const line = `${ms.toFixed(1).padStart(8)} ${(ms - before).toFixed(1).padStart(8)}  ${name}`;
    before = ms;
    return line;
  });
  return `      ms    phase\n${lines.join("\n")}\n`;
}
