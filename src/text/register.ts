/** Registers: what was yanked, deleted or recorded, under one-character names. */
import { Text } from "@codemirror/state";

/** `v` characterwise, `V` linewise, `<C-v>` blockwise: the mode that selects such a text. */
export type RegisterKind = "v" | "V" | "<C-v>";

export interface RegisterText {
  /** The lines, without a final line break also when linewise. */
  readonly text: Text;
  readonly kind: RegisterKind;
  /** Blockwise only: the width in cells. */
  readonly width: number;
}

export function registerText(text: Text, kind: RegisterKind, width = 0): RegisterText {
  return { text, kind, width };
}

/** The string Vim's `getreg()` gives: linewise text ends in a line break. */
export function registerString(register: RegisterText): string {
  const string = register.text.sliceString(0, register.text.length, "\n");
  return register.kind === "V" ? `${string}\n` : string;
}

/** Where `*` and `+` live; both calls are synchronous and answer from what is known. */
export interface Clipboard {
  read(name: "*" | "+"): RegisterText | null;
  write(name: "*" | "+", value: RegisterText): void;
}

/** Registers whose value is computed when read (`%`, `#`, `:`, `.`). */
export type RegisterSource = (name: string) => RegisterText | null;

export class Registers {
  private readonly values = new Map<string, RegisterText>();
  /** The register that `""` shows: the last one written. */
  private last = "0";
  clipboard: Clipboard | null = null;
  /** Answers for the read-only registers; set by the editor. */
  source: RegisterSource = () => null;

  /** The value of a register, or null when it is empty or unknown. */
  get(name: string): RegisterText | null {
    if (name === '"' || name === "") return this.values.get(this.last) ?? null;
    if ((name === "*" || name === "+") && this.clipboard) return this.clipboard.read(name);
    if (/[A-Z]/.test(name)) return this.values.get(name.toLowerCase()) ?? null;
    return this.values.get(name) ?? this.source(name);
  }

  /** Sets a register as it stands, without moving the numbered ones; upper case appends. */
  set(name: string, value: RegisterText, point = true): void {
    if (name === "_") return;
    if ((name === "*" || name === "+") && this.clipboard) this.clipboard.write(name, value);
    const lower = name.toLowerCase();
    const old = lower !== name ? this.values.get(lower) : undefined;
    this.values.set(lower, old ? append(old, value) : value);
    if (point && lower !== "/" && lower !== ":") this.last = lower;
  }

  /** A yank without a named register goes to `"0`. */
  yank(name: string, value: RegisterText): void {
    this.set(name === "" || name === '"' ? "0" : name, value);
  }

  /**
   * A delete: into the named register, else into `"1` (shifting 1–8 down) when it spans lines or
   * `big` says so, else into `"-`. A named big delete goes to `"1` too.
   */
  delete(name: string, value: RegisterText, big: boolean): void {
    if (name === "_") return;
    const named = name !== "" && name !== '"';
    const spansLines = value.kind === "V" || value.text.lines > 1;
    if (named) this.set(name, value);
    if (spansLines || big) this.shift(value, !/[A-Z]/.test(name));
    if (!named && !spansLines) this.set("-", value);
  }

  private shift(value: RegisterText, point: boolean): void {
    for (let n = 9; n > 1; n--) {
      const previous = this.values.get(String(n - 1));
      if (previous) this.values.set(String(n), previous);
    }
    this.values.set("1", value);
    if (point) this.last = "1";
  }

  /** Names with a value, in the order `:registers` lists them. */
  names(): string[] {
    const order = '"0123456789abcdefghijklmnopqrstuvwxyz-*+.:%#/=';
    return Array.from(order).filter((name) => this.get(name) !== null);
  }

  /** Makes `""` point at a register. */
  pointTo(name: string): void {
    this.last = name;
  }
}

function append(old: RegisterText, added: RegisterText): RegisterText {
  if (old.kind === "V" || added.kind === "V") {
    return registerText(joined(old.text, added.text), "V");
  }
  if (old.kind === "<C-v>" || added.kind === "<C-v>") {
    return registerText(joined(old.text, added.text), added.kind, Math.max(old.width, added.width));
  }
  return registerText(old.text.append(added.text), "v");
}

function joined(a: Text, b: Text): Text {
  return a.append(Text.of(["", ""])).append(b);
}
