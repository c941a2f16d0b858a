/**
 * The writer without a model: looks for the words in a table of what people want, in the project's
 * commands, in the history, in command specs, and in the manual's index.
 */
import type { FoundCommand } from "../../store/request.ts";
import type { ShellKind } from "../block.ts";
import type { ProjectCommand } from "../command.ts";
import { agoText } from "../history/ago.ts";
import { riskOf } from "../risk/risk.ts";
import { type SpecLine, specLines } from "../specs/specs.ts";
import { filled, fitOf, hintsOf, type Values, valuesIn } from "./holes.ts";
import { INTENTS, type Intent } from "./intents.ts";
import type { ManualPage } from "./manual.ts";
import { type SearchText, searchWords, WordIndex } from "./search.ts";
import type { CommandCandidate, CommandWriter, WriterQuestion } from "./writer.ts";

export interface LocalPorts {
  /** Different lines with any of the words in them, the newest first; all lines without a word. */
  history(words: readonly string[]): Promise<readonly FoundCommand[]>;
  project(cwd: string): Promise<readonly ProjectCommand[]>;
  manual(words: readonly string[], signal: AbortSignal): Promise<readonly ManualPage[]>;
  /** A turn for others: keys, frames. */
  pause(): Promise<void>;
}

const MOST = 12;
/** How far the sources are believed, at equal words. */
const WORTH = { project: 1.02, intent: 1, history: 0.86, spec: 0.8, manual: 0.6 } as const;
/** Items that are indexed between two turns. */
const PIECE = 24;
/** Loops and process substitution, which fish writes in other ways. */
const NOT_FISH = /; do |<\(/;
const DAY = 24 * 3600 * 1000;

export class LocalWriter implements CommandWriter {
  readonly name = "words";
  private readonly ports: LocalPorts;
  private intents: Promise<WordIndex<Intent>> | null = null;
  private specs: Promise<WordIndex<SpecLine>> | null = null;

  constructor(ports: LocalPorts) {
    this.ports = ports;
  }

  async *write(
    question: WriterQuestion,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CommandCandidate[]> {
    const values = valuesIn(question.words);
    const intents = await this.ofIntents(values, question.shell);
    if (signal.aborted) return;
    yield intents;
    const known = await Promise.all([this.ofProject(question), this.ofHistory(question)]);
    if (signal.aborted) return;
    yield known.flat();
    if (searchWords(values.rest).length === 0) return;
    const specs = await this.ofSpecs(values.rest);
    if (signal.aborted) return;
    yield specs;
    const manual = await this.ofManual(values.rest, signal);
    if (!signal.aborted) yield manual;
  }

  private async ofIntents(values: Values, shell: ShellKind): Promise<CommandCandidate[]> {
    this.intents ??= this.indexed(INTENTS, (intent) => intent);
    const bonus = ({ command }: Intent): number => fitOf(command, values);
    return (await this.intents)
      .rank(values.rest, MOST, hintsOf(values), bonus)
      .filter(({ item }) => shell !== "fish" || !NOT_FISH.test(item.command))
      .map(({ item, score }) => ({
        command: filled(item.command, values),
        explanation: item.title,
        source: "intent",
        score: score * WORTH.intent,
      }));
  }

  private async ofProject({ words, cwd }: WriterQuestion): Promise<CommandCandidate[]> {
    const commands = cwd === null ? [] : await this.ports.project(cwd);
    const candidate = (command: ProjectCommand, score: number): CommandCandidate => ({
      command: command.command,
      explanation: projectText(command),
      source: "project",
      score: score * WORTH.project,
    });
    if (words.trim() === "") return commands.slice(0, MOST).map((each) => candidate(each, 0.5));
    const index = new WordIndex(commands, ({ command, kind, detail }) => ({
      title: command,
      also: `${kind} ${detail}`,
      command: "",
    }));
    return index.rank(words, MOST).map(({ item, score }) => candidate(item, score));
  }

  private async ofHistory({ words, now }: WriterQuestion): Promise<CommandCandidate[]> {
    const wanted = searchWords(words);
    const found = await this.ports.history(wanted.map((word) => word.stem));
    if (wanted.length === 0) {
      // Nothing is asked yet: what ran last, below what the project offers.
      return found.slice(0, 2 * MOST).map((each, index) => ofHistory(each, 0.4 - index / 100, now));
    }
    const index = await this.indexed(found, ({ line }) => ({ title: "", also: line, command: "" }));
    return index
      .rank(words, MOST)
      .map(({ item, score }) => ofHistory(item, score + habit(item, now), now));
  }

  private async ofSpecs(words: string): Promise<CommandCandidate[]> {
    this.specs ??= this.indexed(specLines(), ({ command, description }) => {
      return { title: description, also: "", command };
    });
    return (await this.specs).rank(words, MOST).map(({ item, score }) => ({
      command: item.command,
      explanation: item.description,
      source: "spec",
      score: score * WORTH.spec,
    }));
  }

  /** In pieces between which keys are worked off. */
  private async indexed<T>(
    items: Iterable<T>,
    textOf: (item: T) => SearchText,
  ): Promise<WordIndex<T>> {
    const index = new WordIndex<T>([], textOf);
    let count = 0;
    for (const item of items) {
      index.add(item);
      if (++count % PIECE === 0) await this.ports.pause();
    }
    return index;
  }

  private async ofManual(words: string, signal: AbortSignal): Promise<CommandCandidate[]> {
    const wanted = searchWords(words).map((word) => word.stem);
    const pages = await this.ports.manual(wanted, signal);
    const index = new WordIndex(pages, ({ name, description }) => {
      return { title: description, also: "", command: name };
    });
    return index.rank(words, MOST).map(({ item, score }) => ({
      command: item.name,
      explanation: `${item.description} (manual page)`,
      source: "manual",
      score: score * WORTH.manual,
    }));
  }
}

function projectText({ detail, source, kind }: ProjectCommand): string {
  const file = source.slice(source.lastIndexOf("/") + 1);
  return detail === "" ? `${kind} of ${file}` : `${file}: ${detail}`;
}

function ofHistory(found: FoundCommand, score: number, now: number): CommandCandidate {
  const { line, count, time } = found;
  const when = time > 0 ? `, ${agoText(now - time)}` : "";
  return {
    command: line,
    explanation: `You ran it ${count === 1 ? "once" : `${count} times`}${when}`,
    source: "history",
    score: score * WORTH.history,
  };
}

/** Often and lately: 0 to 0.2; what failed the last time, or deletes, is rather not wanted again. */
function habit({ line, count, time, status }: FoundCommand, now: number): number {
  const often = Math.min(0.1, Math.log2(1 + count) / 50);
  const lately = time > 0 ? 0.1 * 0.5 ** (Math.max(0, now - time) / (30 * DAY)) : 0;
  const failed = status !== null && status !== 0 ? 0.1 : 0;
  return often + lately - failed - (riskOf(line).deletes ? 0.05 : 0);
}
