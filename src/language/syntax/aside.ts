/** The colours of a text that is in no buffer: previews of pickers, code in a hover window. */
import { Text } from "../../text/text.ts";
import { tooBig } from "./document-syntax.ts";
import { DocumentTree } from "./document-tree.ts";
import { grammarFor, grammarNamed } from "./grammars.ts";
import type { Languages, LoadedLanguage } from "./language.ts";
import { lineRulesNamed } from "./line-rules.ts";
import { flatten, type Paint, type Painted } from "./paint.ts";
import { ParseJob } from "./parse-job.ts";
import type { ColourSpan } from "./syntax.ts";

/** Milliseconds at a time: somebody may be typing into a picker. */
const SLICE_MS = 2;
/** A language in a language in the text: so often is there something new to load. */
const MOST_ROUNDS = 3;

/** The spans of each line; none where there is no grammar for the 'filetype'. */
export async function coloursOf(
  languages: Languages,
  filetype: string,
  lines: readonly string[],
): Promise<ColourSpan[][]> {
  if (lines.length === 0) return [];
  const text = Text.of([...lines]);
  const name = grammarFor(filetype) ?? grammarNamed(filetype);
  const rules = name === null ? lineRulesNamed(filetype) : null;
  if (rules) {
    const paints: Paint[] = [];
    rules.paint(text, 0, text.length, paints);
    return byLine(flatten(paints, 0, text.length), text);
  }
  const loaded = name === null ? null : await languages.request(name);
  if (loaded === null || tooBig(text) !== null) return lines.map(() => []);
  const wanted = new Set<string>();
  const tree = await parse(languages, loaded, text, wanted);
  try {
    for (let round = 1; ; round++) {
      wanted.clear();
      const paints = tree.paints(0, text.length, SLICE_MS);
      if (wanted.size === 0 || round === MOST_ROUNDS) {
        return byLine(flatten(paints, 0, text.length), text);
      }
      await Promise.all([...wanted].map((language) => languages.request(language)));
    }
  } finally {
    tree.free();
  }
}

async function parse(
  languages: Languages,
  loaded: LoadedLanguage,
  text: Text,
  wanted: Set<string>,
): Promise<DocumentTree> {
  const job = new ParseJob(languages.parser(loaded), { text, revision: 0, base: null }, (parser) =>
    languages.release(loaded, parser),
  );
  for (;;) {
    const tree = job.step(SLICE_MS);
    if (tree !== null) {
      return new DocumentTree(loaded, tree, job.reader, 0, {
        languages,
        wanted(language) {
          // What failed once is not asked for again.
          if (languages.state(language).kind !== "failed") wanted.add(language);
        },
        changed: () => {},
      });
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** The spans of each line, in columns. */
function byLine(spans: readonly Painted[], text: Text): ColourSpan[][] {
  const lines: ColourSpan[][] = [];
  let first = 0;
  for (let n = 1; n <= text.lines; n++) {
    const line = text.line(n);
    const own: ColourSpan[] = [];
    while (first < spans.length && spans[first]!.to <= line.from) first++;
    for (let i = first; i < spans.length && spans[i]!.from < line.to; i++) {
      const { from, to, group } = spans[i]!;
      const start = Math.max(from, line.from);
      const end = Math.min(to, line.to);
      if (end > start) own.push({ from: start - line.from, to: end - line.from, group });
    }
    lines.push(own);
  }
  return lines;
}
