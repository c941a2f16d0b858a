/**
 * The marks of shells: operating system commands 133 (FinalTerm), 633 (VS Code) and 7 (a folder). Those
 * of our own scripts are 633 with the terminal's secret as their last field.
 */

export type MarkKind =
  /** A prompt begins, and ends: input follows. */
  | "prompt"
  | "input"
  /** A command line was taken; its output begins. */
  | "output"
  /** The command has ended, or nothing ran; a prompt follows. */
  | "done"
  /** `text` is the command line. */
  | "command"
  /** The prompt of a further line of input begins, and ends. */
  | "more"
  | "more-input"
  /** A prompt at the right edge begins, and ends. */
  | "right"
  | "right-end"
  /** `text` is the shell's folder. */
  | "cwd"
  /** `text` is "1" where the shell draws suggestions of its own. */
  | "ghost"
  /** The shell tells a command when it has ended. */
  | "late"
  /** `text` is the last command of the shell's history, which did not take this one. */
  | "last";

export interface Mark {
  readonly kind: MarkKind;
  readonly text: string;
  /** Of `done`; null: not told. */
  readonly status: number | null;
  /** It carries the secret. */
  readonly sure: boolean;
}

const KINDS: ReadonlyMap<string, MarkKind> = new Map<string, MarkKind>(
  Object.entries({
    A: "prompt",
    B: "input",
    C: "output",
    D: "done",
    E: "command",
    F: "more",
    G: "more-input",
    H: "right",
    I: "right-end",
  }),
);
/** Marks of FinalTerm that mean the same. */
const FINAL_TERM = new Set(["A", "B", "C", "D"]);
const PROPERTIES: ReadonlyMap<string, MarkKind> = new Map<string, MarkKind>(
  Object.entries({
    Cwd: "cwd",
    Ghost: "ghost",
    Late: "late",
    Last: "last",
  }),
);

/** Whether commands of this number belong to shells. */
export function isMark(number: number): boolean {
  return number === 133 || number === 633 || number === 7;
}

/** UTF-16; what is longer is none of the scripts. */
const LONGEST_MARK = 1 << 18;

/** Null: nothing that is known. An empty nonce makes no mark sure. */
export function parseMark(number: number, data: string, nonce: string): Mark | null {
  if (data.length > LONGEST_MARK) return null;
  if (number === 7) return folderMark(data);
  const fields = data.split(";");
  const letter = fields[0] ?? "";
  const sure =
    number === 633 && nonce !== "" && fields.length > 1 && fields[fields.length - 1] === nonce;
  const values = sure ? fields.slice(1, -1) : fields.slice(1);
  const value = values[0] ?? "";
  if (number === 133 && !FINAL_TERM.has(letter)) return null;
  if (letter === "P" && number === 633) {
    const equals = value.indexOf("=");
    const kind = PROPERTIES.get(value.slice(0, equals));
    return kind === undefined ? null : mark(kind, sure, unescapeMark(value.slice(equals + 1)));
  }
  const kind = KINDS.get(letter);
  if (kind === undefined) return null;
  if (kind === "done") return mark(kind, sure, "", /^\d{1,4}$/.test(value) ? Number(value) : null);
  return mark(kind, sure, kind === "command" ? unescapeMark(value) : "");
}

function mark(kind: MarkKind, sure: boolean, text = "", status: number | null = null): Mark {
  return { kind, text, status, sure };
}

/** OSC 7: `file://host/folder`. A folder of another machine is none that we could look into. */
function folderMark(data: string): Mark | null {
  const parts = /^file:\/\/(?:localhost)?(\/[^?#]*)$/.exec(data);
  if (parts === null) return null;
  try {
    return mark("cwd", false, decodeURIComponent(parts[1] ?? ""));
  } catch {
    // Not what the standard calls an address: the folder is not known.
    return null;
  }
}

/** Undoes `\\` and `\xHH`; several bytes together may be one character. */
export function unescapeMark(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\\\|(?:\\x[0-9a-fA-F]{2})+/g, (found) =>
    found === "\\\\" ? "\\" : Buffer.from(found.replaceAll("\\x", ""), "hex").toString("utf8"),
  );
}
