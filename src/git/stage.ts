/** Staging parts of a file: the index gets a blob with some of the buffer's hunks. */
import { UserError } from "../base/errors.ts";
import { encodeAll, type FileFormat } from "../editor/files/encoding.ts";
import type { Text } from "../text/text.ts";
import type { GitFile } from "./git-file.ts";
import { type Hunk, inverted, withHunks } from "./hunk.ts";

/** Puts hunks (index → buffer) into the index. Throws UserError when git does not track the file. */
export async function stageHunks(file: GitFile, hunks: readonly Hunk[]): Promise<void> {
  const { index } = file;
  if (index === null) throw new UserError(`${file.name} is not tracked: stage the whole file`);
  const { text, file: own } = file.doc;
  const last = hunks.at(-1);
  const takesEnd = last?.toA === index.text.lines && last.toB === text.lines;
  const { endofline } = takesEnd ? own.format : index.format;
  const format = { ...index.format, endofline, blankLine: endofline };
  await writeIndex(file, withHunks(index.text, text, hunks), format);
}

/** Takes hunks (HEAD → index) out of the index again. */
export async function unstageHunks(file: GitFile, hunks: readonly Hunk[]): Promise<void> {
  const { index, head } = file;
  if (index === null || head === null) throw new UserError("Nothing is staged here");
  await writeIndex(file, withHunks(index.text, head.text, hunks.map(inverted)), index.format);
}

/**
 * Writes a text as the file's entry in the index, in the form that the entry has. A patch would do, but
 * for encodings, line ends and a missing last line break, which an entry's own bytes keep.
 */
async function writeIndex(file: GitFile, text: Text, format: FileFormat): Promise<void> {
  const { repository, name } = file;
  const entry = await repository.run(["ls-files", "--stage", "-z", "--", name]);
  const mode = /^(\d+) [0-9a-f]+ 0\t/.exec(entry)?.[1];
  if (mode === undefined) throw new UserError(`${name} is in conflict`);
  const bytes = encodeAll(text, format);
  const id = await repository.run(["hash-object", "-w", "--no-filters", "--stdin"], {
    input: bytes,
  });
  await repository.run(["update-index", "--cacheinfo", `${mode},${id.trim()},${name}`]);
}
