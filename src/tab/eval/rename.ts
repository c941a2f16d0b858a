/**
 * Episodes with other names: every word is replaced by one that is made up, in another case style, the
 * same throughout an episode. What predictions are worth may not hang on the names in the files.
 */
import type { Distraction, Episode } from "./episode.ts";
import type { Replayed } from "./replay.ts";

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const SYLLABLES = [
  "ba",
  "ke",
  "li",
  "mo",
  "nu",
  "ra",
  "so",
  "ti",
  "vu",
  "ze",
  "da",
  "fi",
  "go",
  "pe",
];

/** Words that languages give a meaning, and those that import lines are known by. */
const RESERVED = new Set(
  `abstract and any as assert async await base bool boolean break case catch char class const continue
  crate debugger declare def default defer del delete do dyn elif else enum except export extends extern
  fallthrough false final finally float fn for from func function global go goto if impl implements import
  in include infer instanceof int interface is keyof lambda let loop match mod module move mut namespace
  never new nil none None not null number object of or override package pass private protected pub public
  raise range readonly ref require return Self self select static str string struct super switch symbol
  then this throw trait true True False try type typeof undefined union unknown unsafe use usize var void
  where while with yield i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 isize chan map error`.split(/\s+/),
);

/** The episode and what distracts from it, renamed alike. */
export function renamedEpisode({ episode, distraction }: Replayed): Replayed {
  const names = new Names();
  const rename = (text: string) => text.replace(WORD, (word) => names.of(word));
  const files = episode.files.map((file) => ({ ...file, before: rename(file.before) }));
  const starts = episode.files.map(({ before }) => before.split("\n"));
  const edits = episode.edits.map((edit) => {
    const line = starts[edit.file]![edit.line] ?? "";
    return {
      ...edit,
      col: rename(line.slice(0, edit.col)).length,
      removed: rename(edit.removed),
      inserted: rename(edit.inserted),
    };
  });
  const renamed: Episode = { ...episode, files, edits };
  const others: Distraction | null = distraction && {
    ...distraction,
    files: distraction.files.map((file) => ({ ...file, before: rename(file.before) })),
  };
  return {
    episode: fits(renamed) ? renamed : episode,
    distraction: fits(renamed) ? others : distraction,
  };
}

/** An edit that cuts through a word does not fit any more: such an episode stays as it is. */
function fits({ files, edits }: Episode): boolean {
  return edits.every(({ file, line, col, removed }) => {
    const text = files[file]!.before;
    let from = 0;
    for (let i = 0; i < line; i++) from = text.indexOf("\n", from) + 1;
    return text.slice(from + col, from + col + removed.length) === removed;
  });
}

/** New names for old parts of words; the parts of a word are renamed each for itself. */
class Names {
  private readonly parts = new Map<string, string>();
  private readonly words = new Map<string, string>();

  of(word: string): string {
    const known = this.words.get(word);
    if (known !== undefined) return known;
    const made = RESERVED.has(word) ? word : this.restyled(word);
    this.words.set(word, made);
    return made;
  }

  /** camelCase becomes snake_case and the other way round; capitals stay capitals. */
  private restyled(word: string): string {
    const parts = word.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{Lo}+|\p{N}+|[_$]+/gu);
    if (!parts || parts.join("") !== word) return word;
    const snake = parts.some((part, i) => part === "_" && i > 0 && i < parts.length - 1);
    const capitals = word === word.toUpperCase() && word.length > 1;
    const named = parts.map((part) =>
      /^\p{L}/u.test(part) ? this.part(part.toLowerCase()) : part,
    );
    if (capitals) return named.join("").toUpperCase();
    if (snake) {
      let joined = "";
      for (const [i, part] of named.entries()) {
        const inner = part === "_" && i > 0 && i < named.length - 1;
        if (inner) continue;
        joined += joined === "" || /[_$]$/.test(joined) ? styled(part, parts[i]!) : capital(part);
      }
      return joined;
    }
    const letters = parts.filter((part) => /^\p{L}/u.test(part)).length;
    if (letters < 2) return named.map((part, i) => styled(part, parts[i]!)).join("");
    // A type keeps its capital: languages tell it from a value by that.
    if (/^\p{Lu}/u.test(word)) return named.map((part) => capital(part)).join("");
    let joined = "";
    for (const [i, part] of named.entries()) {
      joined += i > 0 && /^\p{L}/u.test(part) && /[\p{L}\p{N}]$/u.test(joined) ? `_${part}` : part;
    }
    return joined;
  }

  private part(part: string): string {
    let name = this.parts.get(part);
    if (name === undefined) {
      name = "";
      // Two syllables tell 196 parts apart; a third one the rest.
      for (let n = this.parts.size, i = 0; i < 2 || n > 0; i++) {
        name += SYLLABLES[n % SYLLABLES.length];
        n = Math.floor(n / SYLLABLES.length);
      }
      this.parts.set(part, name);
    }
    return name;
  }
}

function capital(part: string): string {
  return part.slice(0, 1).toUpperCase() + part.slice(1);
}

function styled(part: string, like: string): string {
  return /^\p{Lu}/u.test(like) ? capital(part) : part;
}
