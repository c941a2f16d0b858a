/** What the start took: names and times, for `--startuptime`. */

/** By the clock that is there without loading a module. */
const marks: { readonly name: string; readonly at: number }[] = [];

/** Notes that a phase has ended. */
export function mark(name: string): void {
  marks.push({ name, at: clock() });
}

/** The phases as lines: milliseconds since the process was started, those of the phase, its name. */
export function startupReport(): string {
  const origin = clock() - performance.now();
  let before = origin;
  const lines = marks.map(({ name, at }) => {
    const line = `${padded(at - origin)} ${padded(at - before)}  ${name}`;
    before = at;
    return line;
  });
  return `      ms    phase\n${lines.join("\n")}\n`;
}

function clock(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

function padded(ms: number): string {
  return ms.toFixed(1).padStart(8);
}
