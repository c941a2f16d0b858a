/** A film of what a terminal showed when, drawn as SVG. */
import type xterm from "@xterm/headless";

export type Terminal = InstanceType<typeof xterm.Terminal>;
type Cell = NonNullable<ReturnType<Terminal["buffer"]["active"]["getNullCell"]>>;

/** Pixels of a cell, and around the screen. */
const WIDTH = 8.4;
const HEIGHT = 17;
const MARGIN = 10;

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
  for (let col = 0; col < terminal.cols; col++) {
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

const left = (col: number): string => (MARGIN + col * WIDTH).toFixed(1);
const top = (row: number): number => MARGIN + row * HEIGHT;

function rowShapes(terminal: Terminal, row: number): string {
  const shapes: string[] = [];
  const letters: string[] = [];
  for (const { at, text, cells, look } of runsOf(terminal, row)) {
    const wide = (cells * WIDTH).toFixed(1);
    if (look.bg) {
      shapes.push(
        `<rect x="${left(at)}" y="${top(row)}" width="${wide}" height="${HEIGHT}" fill="${look.bg}"/>`,
      );
    }
    if (text.trim() === "") continue;
    letters.push(
      `<text x="${left(at)}" y="${top(row) + 13}" fill="${look.fg}" textLength="${wide}"${look.attributes}>${escapeXml(text)}</text>`,
    );
  }
  return [...shapes, ...letters].join("");
}

function cursorShape(terminal: Terminal): string {
  const { cursorX, cursorY } = terminal.buffer.active;
  return `<rect x="${left(cursorX)}" y="${top(cursorY)}" width="${WIDTH}" height="${HEIGHT}" fill="#ffffff" opacity="0.5"/>`;
}

/** The whole picture around shapes; `extra` are pixels below the screen. */
function frameOf(
  terminal: Terminal,
  shapes: readonly string[],
  style: string,
  extra: number,
): string {
  const width = (terminal.cols * WIDTH + 2 * MARGIN).toFixed(0);
  const height = terminal.rows * HEIGHT + 2 * MARGIN + extra;
  const { active } = terminal.buffer;
  const corner = active.getLine(active.viewportY)?.getCell(terminal.cols - 1);
  const paper = (corner && lookOf(corner).bg) ?? "#1a1b1e";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">`,
    style,
    `<rect width="100%" height="100%" rx="6" fill="${paper}"/>`,
    ...shapes,
    "</svg>\n",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

interface Stay {
  readonly shapes: string;
  /** Milliseconds since the film began. */
  readonly from: number;
  readonly to: number;
}

/** One place of the picture (a row, the cursor, the caption) as it changes. */
class Track {
  readonly stays: Stay[] = [];
  private shapes = "";
  private from = 0;

  show(shapes: string, time: number): void {
    if (shapes === this.shapes) return;
    this.end(time);
    this.shapes = shapes;
    this.from = time;
  }

  end(time: number): void {
    if (this.shapes !== "" && time > this.from) {
      this.stays.push({ shapes: this.shapes, from: this.from, to: time });
    }
  }
}

const CAPTION_HEIGHT = 34;

/** A film: take a picture whenever the screen has settled, then `end` it. */
export class Film {
  private readonly rows: Track[];
  private readonly cursor = new Track();
  private readonly captions = new Track();
  private readonly terminal: Terminal;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.rows = Array.from({ length: terminal.rows }, () => new Track());
  }

  /** The screen as it is, from `time` (ms since the film began) on. */
  take(time: number): void {
    for (const [row, track] of this.rows.entries()) {
      track.show(rowShapes(this.terminal, row), time);
    }
    this.cursor.show(cursorShape(this.terminal), time);
  }

  /** What stands below the screen from `time` on: the keys that are pressed, and what they do. */
  caption(keys: string, words: string, time: number): void {
    const y = MARGIN + this.terminal.rows * HEIGHT + 22;
    const wide = keys.length * WIDTH + 14;
    const key =
      keys === ""
        ? ""
        : `<rect x="${MARGIN}" y="${y - 16}" width="${wide.toFixed(1)}" height="22" rx="4" fill="#e5c07b"/>` +
          `<text x="${MARGIN + 7}" y="${y}" fill="#1a1b1e" font-weight="bold">${escapeXml(keys)}</text>`;
    const at = MARGIN + (keys === "" ? 0 : wide + 12);
    this.captions.show(
      `${key}<text x="${at.toFixed(1)}" y="${y}" fill="#cccccc">${escapeXml(words)}</text>`,
      time,
    );
  }

  /** The film as one SVG that plays over and over. */
  end(time: number): string {
    const tracks = [...this.rows, this.cursor, this.captions];
    const names = new Map<string, string>();
    const rules: string[] = [];
    const shapes: string[] = [];
    const still = "g{visibility:hidden}.end{visibility:visible}";
    const part = (at: number): string => `${((at / time) * 100).toFixed(3)}%`;
    for (const track of tracks) {
      track.end(time);
      for (const { shapes: drawn, from, to } of track.stays) {
        const stay = `${from}-${to}`;
        let name = names.get(stay);
        if (name === undefined) {
          name = `s${names.size}`;
          names.set(stay, name);
          // Between two steps of `step-end` the earlier one holds.
          const last = to >= time ? "" : `${part(to)}{visibility:hidden}`;
          const first = from === 0 ? "0%" : `0%{visibility:hidden}${part(from)}`;
          rules.push(
            `@keyframes ${name}{${first}{visibility:visible}${last}}.${name}{animation:${name} ${time}ms step-end infinite}`,
          );
        }
        // What plays no films shows the end.
        shapes.push(`<g class="${name}${to >= time ? " end" : ""}">${drawn}</g>`);
      }
    }
    return frameOf(
      this.terminal,
      shapes,
      `<style>${still}${rules.join("")}</style>`,
      CAPTION_HEIGHT,
    );
  }
}
