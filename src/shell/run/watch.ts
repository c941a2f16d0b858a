/**
 * Follows what runs: the output of a command that fails is read behind frames and becomes a quickfix
 * list, marks in the open files, and the failure that predictions lead through.
 */
import { Cancelled, UserError } from "../../base/errors.ts";
import { printable } from "../../base/width.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { projectOf } from "../../editor/project.ts";
import { type QuickfixItem, quickfixOf } from "../../editor/quickfix.ts";
import type { Block } from "../block.ts";
import type { Finding, TestResult } from "../matchers/finding.ts";
import { type ParsedOutput, parseInSlices } from "../matchers/parse.ts";
import type { Terminal, Terminals } from "../terminals.ts";
import type { Failures } from "./failures.ts";
import { existing } from "./files.ts";

/** Of a long output only its first and last lines are read. */
const HEAD_LINES = 500;
const TAIL_LINES = 5000;
/** The user ended it himself (CTRL-C). */
const INTERRUPTED = 130;
const MOST_TITLE = 100;
/** Cells of the message row that are not for a message. */
const ROW_REST = 14;
/** Outputs whose findings are remembered by their block, for who waits for them. */
const MOST_KEPT = 20;

export interface Outcome {
  readonly block: Block;
  readonly findings: readonly Finding[];
  readonly results: readonly TestResult[];
}

export interface WatchPorts {
  readonly host: Pick<FeatureHost, "afterFrame">;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** What became of tests that ran in a folder (absolute; null: not known). */
  tested(results: readonly TestResult[], cwd: string | null): void;
}

export class Watch {
  private readonly editor: Editor;
  private readonly failures: Failures;
  private readonly ports: WatchPorts;
  private readonly outcomes = new Map<string, Promise<Outcome | null>>();
  /** One output is read after the other: the later one counts. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly closed = new AbortController();
  /** Command lines that were run to see how tests end: they are read also when they pass. */
  private readonly tests = new Set<string>();

  constructor(editor: Editor, terminals: Terminals, failures: Failures, ports: WatchPorts) {
    this.editor = editor;
    this.failures = failures;
    this.ports = ports;
    terminals.events.on("block-end", ({ terminal, block }) => this.ended(terminal, block));
    editor.events.on("quit", () => this.closed.abort());
  }

  /** The results of this command are wanted also when it passes. */
  expectTests(command: string): void {
    this.tests.add(command);
  }

  /** What was found in a block once it is read; null: it was not, or has passed. */
  outcome(terminal: Terminal, block: Block): Promise<Outcome | null> {
    return this.outcomes.get(keyOf(terminal, block)) ?? Promise.resolve(null);
  }

  /** Reads a block whatever its status, and makes the list of it. Null: it names nothing. */
  async take(terminal: Terminal, block: Block): Promise<Outcome | null> {
    const parsed = await this.parse(terminal, block);
    if (parsed === null || parsed.findings.length === 0) return null;
    this.list(block, parsed.findings);
    return { block, ...parsed };
  }

  private ended(terminal: Terminal, block: Block): void {
    const { status, cwd } = block;
    // Of another machine, or nobody knows: the files that it names are others than those here.
    if (status === null || status === INTERRUPTED || cwd === null) return;
    const outcome = this.last
      .then(() => this.read(terminal, block))
      .catch((error: unknown) => {
        // The terminal was closed meanwhile.
        if (error instanceof Cancelled || error instanceof UserError) return null;
        this.editor.reportBug("reading a failed command", error);
        return null;
      });
    this.last = outcome;
    this.outcomes.set(keyOf(terminal, block), outcome);
    if (this.outcomes.size > MOST_KEPT) this.outcomes.delete(this.outcomes.keys().next().value!);
  }

  /** It is the command that failed before, run again. */
  private isCurrent({ command, cwd }: Block): boolean {
    const { current } = this.failures;
    return current !== null && current.command === command && current.cwd === cwd;
  }

  private passed(block: Block, isKnown: boolean): void {
    const lists = quickfixOf(this.editor);
    if (isKnown) this.failures.clear();
    if (isKnown && lists.list?.title === titleOf(block))
      lists.replace({ title: titleOf(block), items: [] });
    this.say(`passed: ${titleOf(block)}`);
  }

  /** In one row: nobody asked for it, and nobody should have to press Enter. */
  private say(message: string): void {
    const most = Math.max(20, this.editor.columns - ROW_REST);
    this.editor.showMessage(message.length > most ? `${message.slice(0, most - 1)}…` : message);
  }

  private async read(terminal: Terminal, block: Block): Promise<Outcome | null> {
    const isKnown = this.isCurrent(block);
    const wantsTests = isKnown || this.tests.has(block.command);
    if (block.status === 0) {
      if (!wantsTests) return null;
      this.passed(block, isKnown);
    }
    const parsed = await this.parse(terminal, block);
    if (parsed === null) return null;
    const { findings, results } = parsed;
    const { command, cwd, status } = block;
    if (results.length > 0) this.ports.tested(results, cwd);
    if (status === 0) return { block, findings: [], results };
    if (findings.length === 0) {
      // It fails now in a way that names nothing: what it named before does not hold any more.
      if (this.isCurrent(block)) this.failures.clear();
      return { block, findings, results };
    }
    this.list(block, findings);
    this.failures.set({ command, cwd, status, terminal, block: block.id, findings, results });
    this.say(`${countsOf(findings)}: ${titleOf(block)}`);
    return { block, findings, results };
  }

  private async parse(terminal: Terminal, block: Block): Promise<ParsedOutput | null> {
    const { signal } = this.closed;
    const { outputLine, endLine, command, cwd } = block;
    const tail = Math.max(outputLine, endLine - TAIL_LINES);
    const head = Math.min(outputLine + HEAD_LINES, tail);
    const first = head > outputLine ? await terminal.read(outputLine, head) : [];
    const last = await terminal.read(tail, endLine);
    if (signal.aborted) return null;
    const nextTurn = (): Promise<void> =>
      new Promise((resolve) => this.ports.host.afterFrame(resolve));
    await nextTurn();
    const root = cwd === null ? null : (projectOf(cwd) ?? cwd);
    return parseInSlices(
      [...first, ...last],
      { command, cwd, root, nextTurn, now: () => this.ports.now(), existing },
      signal,
    );
  }

  /** The list of a command takes the place of the one that it made before. */
  private list(block: Block, findings: readonly Finding[]): void {
    const lists = quickfixOf(this.editor);
    const title = titleOf(block);
    const items = findings.map(itemOf);
    const index = Math.max(
      0,
      findings.findIndex(({ path, kind }) => path !== null && kind === "E"),
    );
    if (lists.list?.title === title) lists.replace({ title, items, index });
    else lists.set({ title, items, index });
  }
}

function keyOf({ id }: Terminal, block: Block): string {
  return `${id}:${block.id}`;
}

function titleOf({ command }: Block): string {
  const line = printable(command.split("\n", 1)[0]!.trim());
  return line.length > MOST_TITLE ? `${line.slice(0, MOST_TITLE - 1)}…` : line;
}

function itemOf({ path, row, col, endRow, message, kind, code }: Finding): QuickfixItem {
  const text = code === undefined || message.includes(code) ? message : `${message} [${code}]`;
  if (path === null) return { text, kind };
  return {
    path,
    point: { row, col },
    ...(endRow === undefined ? {} : { endPoint: { row: endRow, col: 0 } }),
    text,
    kind,
  };
}

const NAMES = [
  ["E", "error"],
  ["W", "warning"],
  ["I", "note"],
] as const;

/** As in `3 errors, 1 warning`; of matches their number. */
export function countsOf(findings: readonly Finding[]): string {
  const counts = NAMES.flatMap(([kind, name]) => {
    const count = findings.filter(
      (each) => each.kind === kind || (kind === "I" && each.kind === "N"),
    ).length;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? "" : "s"}`];
  });
  if (counts.length > 0) return counts.slice(0, 2).join(", ");
  return `${findings.length} place${findings.length === 1 ? "" : "s"}`;
}
