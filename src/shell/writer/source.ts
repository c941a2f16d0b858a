/** The picker in which a command is described: candidates of all writers, the best first. */
import { messageOf } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import type { PickItem, PickPreview, PickSink, PickSource } from "../../editor/picker.ts";
import { explainCommand, riskLines, riskMark } from "./explain.ts";
import type { CommandCandidate, CommandWriter, WriterQuestion } from "./writer.ts";

export interface DescribePorts {
  readonly writers: readonly CommandWriter[];
  /** Where and for which shell a command is wanted. */
  situation(): Omit<WriterQuestion, "words">;
  put(editor: Editor, command: string): Fiber;
  /** Calls back after so many milliseconds. */
  after(ms: number, callback: () => void): { cancel(): void };
}

/**
 * Candidates that come within so many milliseconds are put in one order; later ones below them, but for a
 * model's, which understands the words and takes longer: above them.
 */
const TOGETHER_MS = 120;
const LEAST_COLUMNS = 20;

/** Where they are from, for the preview. */
const FROM: Readonly<Record<CommandCandidate["source"], string>> = {
  intent: "A common way",
  project: "From this project",
  history: "From your history",
  spec: "From what is known of the command",
  manual: "From the manual",
  model: "Written by the model",
};

export function describeSource(editor: Editor, ports: DescribePorts): PickSource {
  return {
    name: "shell-describe",
    title: "Describe a command",
    doc: "Commands for what you describe; the chosen one is put at the prompt, not run",
    live: true,
    dialect: "in your words",
    start: (query, sink, signal) => collect(query, ports, sink, signal),
    preview: (item) => preview(editor, item.data as CommandCandidate),
    accept: (item) => ports.put(editor, (item.data as CommandCandidate).command),
  };
}

function collect(
  words: string,
  { writers, situation, after }: DescribePorts,
  sink: PickSink,
  signal: AbortSignal,
): void {
  const shown = new Set<string>();
  let waiting: CommandCandidate[] = [];
  let isTogether = true;
  const show = (): void => {
    const items: PickItem[] = [];
    const first: PickItem[] = [];
    for (const candidate of waiting.sort((a, b) => b.score - a.score)) {
      if (shown.has(candidate.command)) continue;
      shown.add(candidate.command);
      const isLate = !isTogether && candidate.source === "model";
      (isLate ? first : items).push(itemOf(candidate));
    }
    waiting = [];
    if (signal.aborted) return;
    if (items.length > 0) sink.push(items);
    if (first.length > 0) (sink.lead ?? sink.push)(first);
  };
  const timer = after(TOGETHER_MS, () => {
    show();
    isTogether = false;
  });
  const ask = async (writer: CommandWriter): Promise<void> => {
    for await (const candidates of writer.write({ words, ...situation() }, signal)) {
      if (signal.aborted) return;
      waiting.push(...candidates);
      if (!isTogether) show();
    }
  };
  void Promise.allSettled(writers.map(ask)).then((ends) => {
    timer.cancel();
    if (signal.aborted) return;
    show();
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) sink.done(messageOf(failed.reason), "error");
    else sink.done();
  });
}

function itemOf(candidate: CommandCandidate): PickItem {
  const { command, explanation } = candidate;
  const mark = riskMark(command);
  return {
    text: command.replaceAll("\n", " ⏎ "),
    detail: explanation,
    ...(mark === null ? {} : { mark }),
    data: candidate,
  };
}

function preview(editor: Editor, candidate: CommandCandidate): PickPreview {
  const { command, explanation, source } = candidate;
  const wide = editor.columns >= 100 ? Math.floor(editor.columns / 2) - 2 : editor.columns - 1;
  const risks = riskLines(command);
  const holes = [...command.matchAll(/\{[a-z]+\}/g)].map(([hole]) => hole);
  const parts = [
    command,
    "",
    `${explanation}.`,
    ...(holes.length === 0 ? [] : [`To fill in: ${[...new Set(holes)].join(" ")}`]),
    ...(risks.length === 0 ? [] : ["", ...risks]),
    "",
    ...explainCommand(command),
    `${FROM[source]}; it is put at the prompt, not run.`,
  ];
  const lines = parts.flatMap((part) => wrapped(part, Math.max(LEAST_COLUMNS, wide)));
  return { title: "What it does", lines, row: -1, filetype: "" };
}

/** Lines of about so many UTF-16 units at most, broken at blanks where there are some. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    let indent = /^ */.exec(line)![0];
    let rest = line.slice(indent.length);
    for (;;) {
      const room = Math.max(1, width - indent.length);
      if (rest.length <= room) break;
      const blank = rest.lastIndexOf(" ", room);
      const cut = blank > 0 ? blank : room;
      lines.push(indent + rest.slice(0, cut));
      rest = rest.slice(cut).trimStart();
      if (indent.length < width / 4) indent += "  ";
    }
    lines.push(indent + rest);
  }
  return lines;
}
