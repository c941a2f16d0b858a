/** The documentation that comes with hunch: Markdown files in one folder, and their tags. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../base/errors.ts";
import { findTags } from "./lookup.ts";
import { type HelpTag, slug, tagsOf } from "./tags.ts";

/** Read first, so that a tag that is in several files is the one of the earlier. */
const FIRST = ["index", "motions", "operators", "text-objects", "insert", "command-line"];
/** Written for those who change hunch, or no help text. */
const LEFT_OUT = new Set(["ARCHITECTURE.md"]);

export class HelpLibrary {
  readonly folder: string;
  private files: Map<string, string> | null = null;
  private allTags: HelpTag[] | null = null;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The texts by file name without `.md`. */
  texts(): ReadonlyMap<string, string> {
    if (this.files) return this.files;
    const names = this.list();
    const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
    names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    this.files = new Map(
      names.map((name) => [name, readFileSync(join(this.folder, `${name}.md`), "utf8")]),
    );
    return this.files;
  }

  private list(): string[] {
    try {
      return readdirSync(this.folder)
        .filter((name) => name.endsWith(".md") && !LEFT_OUT.has(name))
        .map((name) => name.slice(0, -3));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      throw new UserError(`E433: No help files in ${this.folder}`);
    }
  }

  /** Every tag once, at the place that has the best claim. */
  tags(): readonly HelpTag[] {
    if (this.allTags) return this.allTags;
    const best = new Map<string, HelpTag>();
    for (const [file, text] of this.texts()) {
      for (const tag of tagsOf(file, text)) {
        const known = best.get(tag.tag);
        if (!known || tag.rank < known.rank) best.set(tag.tag, tag);
      }
    }
    this.allTags = [...best.values()];
    return this.allTags;
  }

  /** The place that a subject means; also `file.md` and `file.md#heading`. Throws E149. */
  find(subject: string): HelpTag {
    if (subject.trim() === "") subject = "index";
    const link = /^([\w-]+)\.md(?:#(.*))?$/.exec(subject.trim());
    if (link) {
      const [, file, anchor] = link;
      const wanted = anchor ? slug(anchor) : file;
      const tags = tagsOf(file!, this.texts().get(file!) ?? "");
      const found = tags.find((tag) => tag.tag === wanted);
      if (found) return found;
    }
    const anchor = /^#(.+)$/.exec(subject);
    const found = findTags(this.tags(), anchor ? slug(anchor[1]!) : subject, 1)[0];
    if (!found) throw new UserError(`E149: Sorry, no help for ${subject}`);
    return found;
  }
}
