/** `:make`, `:Run`, `:Test`: commands that run in a terminal while the cursor stays in the file. */
import { Cancelled, UserError } from "../../base/errors.ts";
import type { Command } from "../../editor/command.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCall, ExCommand } from "../../editor/ex-command.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import { enterWindow } from "../../editor/layout-windows.ts";
import { expandNames } from "../../editor/paths.ts";
import { goToPlace } from "../../editor/place.ts";
import { projectOf } from "../../editor/project.ts";
import { quickfixOf } from "../../editor/quickfix.ts";
import type { ProjectCommand, ProjectCommandKind } from "../command.ts";
import type { Terminals } from "../terminals.ts";
import type { SmallFiles } from "./files.ts";
import { runnerOf, type TestRunner, testCommand } from "./test-command.ts";
import { type FoundTest, nearestTest, testsIn } from "./test-finder.ts";
import { testLanguageOf, testTable } from "./test-table.ts";
import type { Outcome, Watch } from "./watch.ts";

export interface RunPorts {
  readonly terminals: Terminals;
  readonly watch: Watch;
  readonly files: SmallFiles;
  /** What the project around a folder (absolute) offers, the nearest first. */
  project(folder: string): Promise<readonly ProjectCommand[]>;
}

/** A command line and where it runs. */
interface Line {
  readonly command: string;
  /** Absolute. */
  readonly cwd: string;
}

const TEST_ARGUMENTS = ["nearest", "file", "last", "all"] as const;
type TestArgument = (typeof TEST_ARGUMENTS)[number];

/** What `:Run` and `:Test` ran last. */
interface Last {
  run: Line | null;
  test: Line | null;
}

export function installRunCommands(editor: Editor, ports: RunPorts): void {
  const last: Last = { run: null, test: null };
  const named = (name: string, doc: string, run: (editor: Editor) => Fiber): Command => ({
    name: `run.${name}`,
    doc,
    run: (context) => run(context.editor),
  });
  const test = (what: TestArgument) => (self: Editor) => runTests(self, ports, last, what);
  editor.commands.add(
    named("make", "Run 'makeprg' and go to the first error", (self) => make(self, ports, "", true)),
    named("again", "Run the project's command, or the last one of :Run", (self) =>
      run(self, ports, last, ""),
    ),
    named("test-nearest", "Run the test at the cursor", test("nearest")),
    named("test-file", "Run the tests of the file", test("file")),
    named("test-last", "Run the tests that ran last", test("last")),
    named("test-all", "Run the tests of the project", test("all")),
    named("places", "Put the places that the last command names into the quickfix list", (self) =>
      places(self, ports),
    ),
  );
  editor.exCommands = [...editor.exCommands, ...exCommands(ports, last)];
}

function exCommands(ports: RunPorts, last: Last): ExCommand[] {
  return [
    {
      name: "make",
      min: 3,
      bang: true,
      args: true,
      noComment: true,
      complete: "file",
      doc: "Runs 'makeprg' with these arguments in a terminal and goes to the first error; with `!` it stays.",
      run: (call) => make(call.editor, ports, expanded(call), !call.bang),
    },
    {
      name: "Run",
      min: 3,
      args: true,
      noComment: true,
      complete: "shell",
      doc: "Runs a command in a terminal: the given one, the last one again, or what the project runs.",
      run: (call) => run(call.editor, ports, last, expanded(call)),
    },
    {
      name: "Test",
      min: 4,
      args: true,
      bar: true,
      complete: () => TEST_ARGUMENTS,
      doc: "Runs tests in a terminal: the `nearest` to the cursor (default), the `file`'s, the `last` ones, `all`.",
      run(call) {
        const what = call.args.trim() || "nearest";
        const known = TEST_ARGUMENTS.find((each) => each.startsWith(what));
        if (known === undefined) throw new UserError(`E475: Invalid argument: ${what}`);
        return runTests(call.editor, ports, last, known);
      },
    },
    {
      name: "Places",
      min: 3,
      bar: true,
      doc: "Puts the places that the last command of a terminal names into the quickfix list.",
      run: (call) => places(call.editor, ports),
    },
  ];
}

function expanded({ editor, args }: ExCall): string {
  return expandNames(editor, args.trim());
}

/** Starts it and says what goes wrong; the outcome is null when it was never read. */
function start(
  editor: Editor,
  { terminals, watch }: RunPorts,
  line: Line,
): Promise<Outcome | null> {
  const { command, cwd } = line;
  // Typed to a shell they are keys: a name in a file could press Enter.
  if (UNTYPED.test(command)) throw new UserError("E475: Control characters in the command");
  sayUnwritten(editor, cwd);
  return terminals
    .run(command, { cwd, background: true })
    .then(({ terminal, block }) => watch.outcome(terminal, block))
    .catch((error: unknown) => {
      if (error instanceof UserError) editor.showMessage(error.message, "error");
      else if (!(error instanceof Cancelled)) editor.reportBug(`running ${command}`, error);
      return null;
    });
}

const UNTYPED = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const MOST_NAMED = 3;

/** What runs does not see what is not on the disk. */
function sayUnwritten(editor: Editor, cwd: string): void {
  const names = editor.docs
    .filter(
      ({ kind, modified, path }) => kind === "file" && modified && path?.startsWith(`${cwd}/`),
    )
    .map(({ path }) => path!.slice(cwd.length + 1));
  if (names.length === 0) return;
  const more = names.length > MOST_NAMED ? `, and ${names.length - MOST_NAMED} more` : "";
  editor.showMessage(`Not written: ${names.slice(0, MOST_NAMED).join(", ")}${more}`);
}

function refuseWithout({ unavailable }: Terminals): void {
  if (unavailable !== null) throw new UserError(unavailable);
}

/** As `makeprg` says; `$*` stands for the arguments, else they follow it. */
export function makeCommand(program: string, args: string): string {
  const whole = program.includes("$*") ? program.replaceAll("$*", args) : `${program} ${args}`;
  return whole.trim();
}

function* make(editor: Editor, ports: RunPorts, args: string, jump: boolean): Fiber {
  refuseWithout(ports.terminals);
  const program = expandNames(editor, editor.options.get("makeprg"));
  const command = makeCommand(program, args);
  if (command === "") throw new UserError("'makeprg' is empty");
  const outcome = start(editor, ports, { command, cwd: editor.cwd });
  if (!jump) return;
  let found: Outcome | null = null;
  try {
    found = yield* until(outcome, "make");
  } catch (error) {
    // The user has gone on, or called off the waiting: the program runs all the same, and Tab leads
    // to its first error later.
    if (error instanceof UserError || error instanceof Cancelled) return;
    throw error;
  }
  if (found !== null) yield* goToFirst(editor, found);
}

function* goToFirst(editor: Editor, { findings }: Outcome): Fiber {
  const there = findings.filter(({ path }) => path !== null);
  const first = there.find(({ kind }) => kind === "E") ?? there[0];
  if (first === undefined) return;
  const lists = quickfixOf(editor);
  lists.select(findings.indexOf(first));
  leaveTerminal(editor);
  const { path, row, col } = first;
  yield* goToPlace(editor, { path: path!, point: { row, col } });
  const message = `(${findings.indexOf(first) + 1} of ${findings.length}): ${first.message}`;
  const most = Math.max(20, editor.columns - 2);
  editor.showMessage(message.length > most ? `${message.slice(0, most - 1)}…` : message);
}

function leaveTerminal(editor: Editor): void {
  if (editor.doc.kind === "file") return;
  const target = editor.tab.windows.find(({ doc }) => doc.kind === "file");
  if (target !== undefined) enterWindow(editor, target);
}

function* run(editor: Editor, ports: RunPorts, last: Last, given: string): Fiber {
  refuseWithout(ports.terminals);
  let line: Line | null = given === "" ? last.run : { command: given, cwd: editor.cwd };
  line ??= yield* offered(editor, ports, "run");
  if (line === null) throw new UserError("The project says nothing to run; use :Run {command}");
  last.run = line;
  void start(editor, ports, line);
}

/** The first command of a kind that the project offers. */
function* offered(editor: Editor, ports: RunPorts, kind: ProjectCommandKind): Fiber<Line | null> {
  const commands = yield* until(ports.project(folderOf(editor)), "the project");
  const found = commands.find((each) => each.kind === kind);
  return found === undefined ? null : { command: found.command, cwd: found.cwd };
}

/** The folder of the file, or that of the editor. */
function folderOf({ doc, cwd }: Editor): string {
  const { path } = doc;
  return path === null || doc.kind !== "file" ? cwd : path.slice(0, path.lastIndexOf("/")) || "/";
}

function* runTests(editor: Editor, ports: RunPorts, last: Last, what: TestArgument): Fiber {
  refuseWithout(ports.terminals);
  let line: Line | null;
  if (what === "last") {
    if (last.test === null) throw new UserError("No tests were run yet");
    line = last.test;
  } else if (what === "all") {
    line = (yield* offered(editor, ports, "test")) ?? (yield* ofFile(editor, ports, "all"));
  } else line = yield* ofFile(editor, ports, what);
  last.test = line;
  ports.watch.expectTests(line.command);
  void start(editor, ports, line);
}

function* ofFile(editor: Editor, ports: RunPorts, what: "nearest" | "file" | "all"): Fiber<Line> {
  const { doc, win } = editor;
  const { path } = doc;
  const language = testLanguageOf(doc.options.get("filetype"));
  if (path === null || doc.kind !== "file" || language === null) {
    throw new UserError("Nothing is known about tests of such a file");
  }
  let test: FoundTest | null = null;
  if (what === "nearest") {
    const row = doc.text.lineAt(Math.min(win.cursor.pos, doc.text.length)).number - 1;
    test = language.files.test(path) ? nearestTest(testsIn(doc.text, language), row) : null;
    if (test === null) throw new UserError("No test here; use :Test file, last or all");
  }
  const root = projectOf(path) ?? folderOf(editor);
  const source = doc.text.sliceString(0, 20_000, "\n");
  const place = { path, source, language, root };
  const runner: TestRunner | null = yield* until(
    runnerOf(testTable(), place, ports.files),
    "the project",
  );
  if (runner === null) throw new UserError(`Nobody is known to run tests of ${language.name}`);
  const kind = what === "file" ? "whole" : what;
  return { command: testCommand(runner, kind, path, test), cwd: runner.cwd };
}

/** What the last command of the current or latest terminal names, whatever became of it. */
function* places(editor: Editor, { terminals, watch }: RunPorts): Fiber {
  const terminal = terminals.current ?? terminals.latest ?? terminals.all.at(-1) ?? null;
  const block = terminal?.blocks.findLast(({ endedAt }) => endedAt !== null);
  if (terminal === null || block === undefined) throw new UserError("No command has ended yet");
  const outcome = yield* until(watch.take(terminal, block), "the terminal");
  if (outcome === null) throw new UserError(`It names no places: ${block.command}`);
  yield* goToFirst(editor, outcome);
}
