/** Files, by ripgrep's walker; and live grep. */
import { join } from "node:path";
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import { exists } from "../../editor/paths.ts";
import type { PickItem, PickSink, PickSource } from "../../editor/picker.ts";
import { goToPlace, type Place } from "../../editor/place.ts";
import { type GrepMatch, grep } from "./grep.ts";
import { ByteSplitter, reasonOf, runRipgrep } from "./ripgrep.ts";

type Env = Readonly<Record<string, string | undefined>>;

const MOST_NAME = 64 * 1024;
/** Matches of a live grep: nobody looks through more. */
const MOST_MATCHES = 10_000;
/** What is shown of a line that matches, and what before its first match. */
const SHOWN = 300;
const SHOWN_BEFORE = 20;

export const GREP_DIALECT = "ripgrep regex, smart case";

/** A file as an entry: hundreds of thousands are held, so the place is made when it is asked for. */
class FileItem implements PickItem {
  readonly text: string;
  readonly root: string;
  constructor(text: string, root: string) {
    this.text = text;
    this.root = root;
  }
  get place(): Place {
    return { path: join(this.root, this.text), point: { row: 0, col: 0 } };
  }
}

export function fileSource(editor: Editor, env: Env): PickSource {
  return {
    name: "files",
    title: "Files",
    doc: "Files below the working folder, without hidden and ignored ones",
    paths: true,
    *accept(item, how) {
      const place = item.place!;
      // Such a name can't be said: opening it would make a new file.
      if (item.text.includes("\ufffd") && !exists(place.path!)) {
        throw new UserError("The name of this file is not UTF-8: it can't be opened");
      }
      yield* goToPlace(editor, place, how);
    },
    start(_query, sink, signal) {
      const root = editor.cwd;
      const splitter = new ByteSplitter(0, MOST_NAME);
      const run = runRipgrep({
        args: ["--files", "--null", "--sort=path"],
        cwd: root,
        env,
        signal,
        onOutput(chunk) {
          const whole = splitter.push(chunk);
          if (whole === null) return;
          sink.push(
            whole
              .toString("utf8")
              .split("\0")
              .map((name) => new FileItem(name, root)),
          );
        },
      });
      finish(
        run.then((end) => (end.code > 1 ? reasonOf(end) : undefined)),
        sink,
      );
    },
  };
}

/** Ends a sink when the work ends; what is called off ends in silence. */
function finish(work: Promise<string | undefined>, sink: PickSink, isFull = () => false): void {
  work.then(
    (message) => sink.done(message, isFull() ? "note" : "error"),
    (error: unknown) => {
      const quiet = error instanceof Cancelled || (error as Error)?.name === "AbortError";
      sink.done(quiet ? undefined : messageOf(error));
    },
  );
}

export function grepSource(editor: Editor, env: Env): PickSource {
  return {
    name: "grep",
    title: "Grep",
    doc: "Lines of the files below the working folder that match a pattern",
    live: true,
    dialect: `${GREP_DIALECT}; CTRL-E edits the matches`,
    start(query, sink, signal) {
      if (query === "") {
        sink.done();
        return;
      }
      const root = editor.cwd;
      let count = 0;
      const run = grep({
        args: ["--smart-case", "--max-count=1000", "--regexp", query, "."],
        cwd: root,
        env,
        signal,
        onMatches(matches) {
          sink.push(matches.map((match) => grepItem(match, root)));
          count += matches.length;
          return count < MOST_MATCHES;
        },
      });
      finish(
        run.then((end) => {
          if (end.enough) return `The first ${MOST_MATCHES} matches; there are more`;
          return end.code > 1 && count === 0 ? reasonOf(end) : undefined;
        }),
        sink,
        () => count >= MOST_MATCHES,
      );
    },
  };
}

/** `path:row: line`, with the part of a long line around its first match. */
function grepItem(match: GrepMatch, root: string): PickItem {
  const { path, row, line, ranges } = match;
  const first = ranges[0]?.from ?? 0;
  const isCut = first > 3 * SHOWN_BEFORE;
  const from = isCut ? first - SHOWN_BEFORE : Math.min(line.search(/\S|$/), first);
  const shown = line.slice(from, from + SHOWN).replaceAll("\t", " ");
  const head = `${path}:${row + 1}: ${isCut ? "…" : ""}`;
  const found: number[] = [];
  for (const range of ranges) {
    for (let at = range.from; at < Math.min(range.to, from + SHOWN); at++) {
      if (at >= from) found.push(head.length + at - from);
    }
  }
  return {
    text: head + shown,
    place: { path: join(root, path), point: { row, col: first } },
    found,
  };
}
