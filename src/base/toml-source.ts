/** TOML texts with the lines their keys are on, and faults that name file and line. */
import { parse, TomlError } from "smol-toml";

/** Something wrong in a configuration file. */
export interface ConfigFault {
  /** The file's path. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

export function faultText({ file, line, text }: ConfigFault): string {
  return `${file}:${line}: ${text}`;
}

export type TomlTable = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A parsed file that can say where a key is and collects what is wrong with it. */
export class TomlSource {
  readonly file: string;
  readonly table: TomlTable;
  readonly faults: ConfigFault[] = [];
  private readonly source: string;
  private lines: Map<string, number> | null = null;

  /** A text that is not TOML becomes an empty table and one fault. */
  constructor(source: string, file: string) {
    this.source = source;
    this.file = file;
    let table: TomlTable = {};
    try {
      table = parse(source);
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      const first = error.message.split("\n", 1)[0]!.replace(/^Invalid TOML document: /, "");
      this.faults.push({ file, line: error.line, text: first });
    }
    this.table = table;
  }

  /** Notes a fault at the line of a key, given by the names on the way to it. */
  fault(path: readonly string[], text: string): void {
    this.faults.push({ file: this.file, line: this.lineOf(path), text });
  }

  /** The 1-based line of a key; that of the table it is in where the key has none of its own. */
  lineOf(path: readonly string[]): number {
    this.lines ??= keyLines(this.source);
    for (let n = path.length; n > 0; n--) {
      const line = this.lines.get(JSON.stringify(path.slice(0, n)));
      if (line !== undefined) return line;
    }
    return 1;
  }
}

const KEY = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+))\s*(\.?)/y;

/** The path that a dotted key spells, and where it ends; null when there is none at `at`. */
function keyPath(line: string, at: number): { path: string[]; end: number } | null {
  const path: string[] = [];
  KEY.lastIndex = at;
  for (;;) {
    const match = KEY.exec(line);
    if (!match) return null;
    const [, double, single, bare, dot] = match;
    path.push(double === undefined ? (single ?? bare!) : (JSON.parse(`"${double}"`) as string));
    if (dot === "") return { path, end: KEY.lastIndex };
  }
}

/** The lines of keys by path. Lines inside of long strings may add wrong ones, never displace. */
function keyLines(source: string): Map<string, number> {
  const lines = new Map<string, number>();
  const note = (path: readonly string[], line: number): void => {
    const key = JSON.stringify(path);
    if (!lines.has(key)) lines.set(key, line);
  };
  let header: readonly string[] = [];
  source.split("\n").forEach((line, index) => {
    const start = /^\s*\[{0,2}/.exec(line)![0];
    const found = keyPathOrNull(line, start.length);
    if (!found) return;
    if (start.endsWith("[")) {
      header = found.path;
      note(header, index + 1);
    } else if (/^\s*=/.test(line.slice(found.end))) note([...header, ...found.path], index + 1);
  });
  return lines;
}

function keyPathOrNull(line: string, at: number): { path: string[]; end: number } | null {
  try {
    return keyPath(line, at);
  } catch (error) {
    // An escape that JSON does not know (\U): the line of the table has to do.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
