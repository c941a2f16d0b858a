/**
 * `sh bin/node scripts/screenshot.ts`: runs the built editor in a pseudo-terminal, types a little, and
 * draws what a terminal shows as docs/screen.svg. `npm run build` comes first.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import xterm from "@xterm/headless";

const ROWS = 26;
const COLS = 92;
/** Pixels of a cell. */
const WIDTH = 8.4;
const HEIGHT = 17;
const MARGIN = 10;
/** The screen is taken as settled after so long (ms) without output. */
const QUIET_MS = 400;

const root = join(import.meta.dirname, "..");
const SAMPLE = `interface Line {
  readonly price: number;
  readonly count: number;
}

/** What the customer pays, tax included. */
export function amount(lines: readonly Line[], tax: number): number {
  let total = 0;
  for (const line of lines) {
    total += line.price * line.count;
  }
  if (total > 1000) total *= 0.98;
  return total * (1 + tax);
}

/** The same, as a person reads it. */
export function shown(lines: readonly Line[], tax: number): string {
  const value = amount(lines, tax);
  return value.toFixed(2) + " EUR";
}
`;
/** `total` becomes `sum` once; the next places are offered. */
const TYPED = [":set number cursorline\r", "/total\r", "cwsum\x1b", "\t", ":noh\r"];

interface Pty {
  write(data: string): void;
  kill(): void;
  onData(listener: (data: string) => void): void;
}
const { spawn } = createRequire(import.meta.url)("node-pty") as {
  spawn(file: string, args: readonly string[], options: object): Pty;
};

type Terminal = InstanceType<typeof xterm.Terminal>;
type Cell = NonNullable<ReturnType<Terminal["buffer"]["active"]["getNullCell"]>>;

/** The screen after each step of TYPED. */
async function play(): Promise<Terminal> {
  const home = mkdtempSync(join(tmpdir(), "hunch-screen-"));
  writeFileSync(join(home, "invoice.ts"), SAMPLE);
  const terminal = new xterm.Terminal({ rows: ROWS, cols: COLS, allowProposedApi: true });
  const pty = spawn("sh", [join(root, "bin/hunch"), "--clean", "invoice.ts"], {
    rows: ROWS,
    cols: COLS,
    cwd: home,
    name: "xterm-256color",
    env: {
      PATH: process.env.PATH,
      TERM: "xterm-256color",
      COLORTERM: "truecolor",
      LANG: "C.UTF-8",
      HOME: home,
      XDG_STATE_HOME: home,
    },
  });
  let last = performance.now();
  terminal.onData((answer) => pty.write(answer));
  pty.onData((data) => {
    last = performance.now();
    terminal.write(data);
  });
  const settled = async (): Promise<void> => {
    last = performance.now();
    while (performance.now() - last < QUIET_MS) await delay(QUIET_MS / 4);
  };
  await settled();
  for (const keys of TYPED) {
    pty.write(keys);
    await settled();
  }
  pty.kill();
  rmSync(home, { recursive: true, force: true });
  return terminal;
}

const BASIC =
  "000000 cc3e44 5fa35f c9a554 5b8bd0 a973b8 4fa5a5 cccccc 666666 e06c75 7fc37f e5c07b 7aa6e8 c594d6 6fc5c5 ffffff".split(
    " ",
  );

function paletteColour(index: number): string {
  if (index < 16) return `#${BASIC[index]}`;
  if (index >= 232) return `rgb(${Array(3).fill(8 + (index - 232) * 10)})`;
  const level = (n: number): number => (n === 0 ? 0 : 55 + n * 40);
  const cube = index - 16;
  return `rgb(${[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level)})`;
}

interface Look {
  readonly fg: string;
  readonly bg: string | null;
  readonly attributes: string;
}

function lookOf(cell: Cell): Look {
  const colour = (rgb: boolean, palette: boolean, value: number): string | null => {
    if (rgb) return `#${value.toString(16).padStart(6, "0")}`;
    return palette ? paletteColour(value) : null;
  };
  let fg = colour(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()) ?? "#cccccc";
  let bg = colour(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor());
  if (cell.isInverse()) [fg, bg] = [bg ?? "#1a1b1e", fg];
  const attributes =
    (cell.isBold() ? ' font-weight="bold"' : "") +
    (cell.isItalic() ? ' font-style="italic"' : "") +
    decorationOf(cell) +
    (cell.isDim() ? ' opacity="0.6"' : "");
  return { fg, bg, attributes };
}

function decorationOf(cell: Cell): string {
  const lines = [
    cell.isUnderline() ? "underline" : "",
    cell.isStrikethrough() ? "line-through" : "",
  ];
  const shown = lines.filter((line) => line !== "").join(" ");
  return shown === "" ? "" : ` text-decoration="${shown}"`;
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

interface Run {
  readonly at: number;
  readonly look: Look;
  text: string;
  cells: number;
}

/** The runs of like cells of a screen row. */
function* runsOf(terminal: Terminal, row: number): Generator<Run> {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  let run: Run | null = null;
  for (let col = 0; col < COLS; col++) {
    const cell = line?.getCell(col);
    if (!cell || cell.getWidth() === 0) continue;
    const look = lookOf(cell);
    const text = cell.getChars() || " ";
    if (run && JSON.stringify(run.look) === JSON.stringify(look)) {
      run.text += text;
      run.cells += cell.getWidth();
      continue;
    }
    if (run) yield run;
    run = { at: col, text, cells: cell.getWidth(), look };
  }
  if (run) yield run;
}

function draw(terminal: Terminal): string {
  const width = COLS * WIDTH + 2 * MARGIN;
  const height = ROWS * HEIGHT + 2 * MARGIN;
  const shapes: string[] = [];
  const letters: string[] = [];
  for (let row = 0; row < ROWS; row++) {
    const top = MARGIN + row * HEIGHT;
    for (const { at, text, cells, look } of runsOf(terminal, row)) {
      const left = (MARGIN + at * WIDTH).toFixed(1);
      const wide = (cells * WIDTH).toFixed(1);
      if (look.bg) {
        shapes.push(
          `<rect x="${left}" y="${top}" width="${wide}" height="${HEIGHT}" fill="${look.bg}"/>`,
        );
      }
      if (text.trim() === "") continue;
      letters.push(
        `<text x="${left}" y="${top + 13}" fill="${look.fg}" textLength="${wide}"${look.attributes}>${escapeXml(text)}</text>`,
      );
    }
  }
  const first = terminal.buffer.active.getLine(terminal.buffer.active.viewportY)?.getCell(COLS - 1);
  const paper = (first && lookOf(first).bg) ?? "#1a1b1e";
  const { cursorX, cursorY } = terminal.buffer.active;
  const cursor = `<rect x="${(MARGIN + cursorX * WIDTH).toFixed(1)}" y="${MARGIN + cursorY * HEIGHT}" width="${WIDTH}" height="${HEIGHT}" fill="#ffffff" opacity="0.5"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width.toFixed(0)}" height="${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">`,
    `<rect width="100%" height="100%" rx="6" fill="${paper}"/>`,
    ...shapes,
    ...letters,
    cursor,
    "</svg>\n",
  ].join("\n");
}

writeFileSync(join(root, "docs", "screen.svg"), draw(await play()));
