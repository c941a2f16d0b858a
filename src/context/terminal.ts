/** The last command of the terminals, for as long as it matters: what failed, or has just been run. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Cancelled, UserError } from "../base/errors.ts";
import type { Block } from "../shell/block.ts";
import { terminalContext } from "../shell/context/context.ts";
import type { Terminal, Terminals } from "../shell/terminals.ts";
import type { FileAccess } from "./files/access.ts";
import { isBelow } from "./files/access.ts";
import type { Masks } from "./redact/mask.ts";

/** Milliseconds. */
const FAILED_MS = 15 * 60_000;
const RECENT_MS = 2 * 60_000;
/** Output that is kept of a command, tokens of three UTF-16 units. */
const TOKENS = 600;
/** `terminalContext` takes a token for four of them. */
const SHARE = 3 / 4;
const MOST_WORDS = 20;

interface Last {
  readonly text: string;
  readonly failed: boolean;
  readonly cwd: string | null;
  /** As `now`. */
  readonly at: number;
}

export interface TerminalNotesPorts {
  readonly access: FileAccess;
  readonly masks: Masks;
  now(): number;
  /** Something went wrong that should not. */
  report(error: unknown): void;
}

export class TerminalNotes {
  private readonly ports: TerminalNotesPorts;
  private last: Last | null = null;
  private ids = 0;
  private readonly dispose: () => void;
  /** Resolves when what has ended so far is noted. */
  settled: Promise<void> = Promise.resolve();

  constructor(terminals: Terminals | null, ports: TerminalNotesPorts) {
    this.ports = ports;
    const follow = terminals?.events.on("block-end", ({ terminal, block }) => {
      if (block.command.trim() === "") return;
      this.last = null;
      this.settled = this.note(terminal, block);
    });
    this.dispose = follow ?? (() => {});
  }

  /** The last command with its output, at most so many UTF-16 units; null: none that matters. */
  async text(root: string, allow: readonly string[] | null, room: number): Promise<string | null> {
    const { last } = this;
    if (last === null) return null;
    const age = this.ports.now() - last.at;
    if (age > (last.failed ? FAILED_MS : RECENT_MS)) return null;
    if (last.cwd === null ? allow !== null : !isBelow(last.cwd, root)) return null;
    // A command may tell of any file of the folder that it ran in.
    const inside = last.cwd === null ? null : join(last.cwd, "x");
    if (inside !== null && (await this.ports.access.refusal(inside, allow)) !== null) return null;
    if (last.text.length <= room) return last.text;
    // The end says what failed; the first line says what was run.
    const [command = ""] = last.text.split("\n", 1);
    const rest = last.text.slice(-Math.max(0, room - command.length - 1));
    const line = rest.indexOf("\n");
    return command.length >= room || line < 0 ? null : `${command}\n${rest.slice(line + 1)}`;
  }

  close(): void {
    this.dispose();
  }

  private async note(terminal: Terminal, block: Block): Promise<void> {
    const id = ++this.ids;
    const at = this.ports.now();
    try {
      if (await this.readsPrivate(block)) return;
      const context = await terminalContext(terminal, { tokens: TOKENS * SHARE, block });
      if (context === null || id !== this.ids) return;
      const { command, output, status, cwd } = context;
      const failed = status !== null && status !== 0;
      const exit = failed ? `\n[exit status ${status}]` : "";
      const text = this.ports.masks.told(`$ ${command}\n${output}`.trimEnd()) + exit;
      this.last = { text, failed, cwd, at };
    } catch (error) {
      // Closed meanwhile: there is nothing to tell.
      const closed = error instanceof UserError || error instanceof Cancelled;
      if (!closed) this.ports.report(error);
    }
  }

  /** Whether the command shows what may not be read, or secrets themselves. */
  private async readsPrivate({ command, cwd }: Block): Promise<boolean> {
    if (TELLS_SECRETS.test(command) || TELLS_FILES.test(command)) return true;
    const { access } = this.ports;
    const reads = READS.test(command);
    const words = (command.match(/[^\s'"=<>|;&()]+/g) ?? []).filter((word) => !/^-/.test(word));
    // What it reads is not known.
    if (reads && (cwd === null || words.length > MOST_WORDS || UNSURE.test(command))) return true;
    for (const word of words) {
      const path = resolve(
        cwd ?? "/",
        word.replace(/^~(?=\/)/, () => access.home),
      );
      if (access.isPrivate(path)) return true;
      // What is run or built may well be ignored.
      if (!reads) continue;
      const file = (await isFolder(path)) ? join(path, "x") : path;
      if ((await access.refusal(file)) !== null) return true;
    }
    return false;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // It is none that is there.
    return false;
  }
}

/** Programs that print files. */
const READS =
  /(?:^|[\s|;&(\\/])(?:cat|bat|batcat|less|more|head|tail|tac|nl|e?grep|sed|g?awk|cut|sort|uniq|jq|yq|diff|cmp|xxd|hexdump|od|strings|base64|source|xargs|paste|column|fold|rev|tr)(?=\s)|(?:^|[|;&(]\s*)\.\s/;
/** Their arguments are patterns and variables, or count from another folder. */
const UNSURE = /[*?[\]{}$`]|(?:^|[\s|;&(])(?:cd|pushd|xargs|-exec)\s/;
/** Programs that look through all files, ignored ones, too, or print changes of any. */
const TELLS_FILES =
  /(?:^|[\s|;&(\\/])(?:rg|ag|ack|ripgrep|rgrep|zgrep)\s|\bgrep\s(?:[^|;&]*\s)?(?:-\w*[rR]|--recursive|--dereference-recursive)|\bgit\s(?:[^|;&]*\s)?(?:diff|show|log|blame|annotate|stash|grep|cat-file|config|credential|remote|range-diff|format-patch|whatchanged)(?=\s|$)/;
/** Programs that print passwords, keys or the environment. */
const TELLS_SECRETS =
  /(?:^|[|;&(\\/]\s*|\b(?:sudo|time|command|exec|nohup|watch|do|then)\s+|\w=\S*\s+)(?:env|printenv|export|set|declare|typeset|pass|gopass|op|bw|lpass|gpg|age|sops|vault|doppler|chamber|openssl|security|keyring|secret-tool|ssh-keygen|ssh-add|wg|mkpasswd|pwgen|htpasswd|history|fc)(?=\s|$)|\b(?:get|describe|edit)\s+secrets?\b|\bsecrets?manager\b|\bssm\s+get|\bsecrets?\s+(?:get|list|versions|reveal|show|view)\b|\bauth\s+(?:token|print)|\bprint-(?:access|identity)-token\b|\bget-(?:session-)?token\b|\bcredentials?\s+(?:fill|list|show)\b|\bconfigure\s+(?:get|export|list)|\bterraform\s+(?:output|show|state)|\bheroku\s+config|\b(?:docker|podman)\s+(?:compose\s+config|inspect|exec\s.*\benv)|\bnpm\s+(?:config|token)|\bshow-environment\b|\benviron\b/;
