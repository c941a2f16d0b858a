/** The variables of snippets. */
import { randomUUID } from "node:crypto";
import { basename, dirname, relative } from "node:path";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { projectOf } from "../../editor/project.ts";

const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** The value of a variable at an offset of a document; undefined: there is no such variable. */
export function variableAt(
  editor: Editor,
  doc: Document,
  pos: number,
): (name: string) => string | undefined {
  const line = doc.text.lineAt(pos);
  const path = doc.path ?? "";
  const now = new Date(editor.services.now());
  const two = (n: number): string => String(n).padStart(2, "0");
  const folder = (): string => (path === "" ? editor.cwd : (projectOf(path) ?? editor.cwd));
  const comment = (): string[] => doc.options.get("commentstring").split("%s");
  return (name) => {
    switch (name) {
      // Nothing is ever selected in insert mode; the clipboard is the user's.
      case "TM_SELECTED_TEXT":
        return "";
      case "CLIPBOARD":
        return "";
      case "TM_CURRENT_LINE":
        return line.text;
      case "TM_CURRENT_WORD":
        return wordAround(line.text, pos - line.from, doc.isKeyword);
      case "TM_LINE_INDEX":
        return String(line.number - 1);
      case "TM_LINE_NUMBER":
        return String(line.number);
      case "TM_FILENAME":
        return basename(path);
      case "TM_FILENAME_BASE":
        return basename(path).replace(/(.)\.[^.]*$/, "$1");
      case "TM_DIRECTORY":
        return path === "" ? "" : dirname(path);
      case "TM_FILEPATH":
        return path;
      case "RELATIVE_FILEPATH":
        return path === "" ? "" : relative(folder(), path);
      case "WORKSPACE_NAME":
        return basename(folder());
      case "WORKSPACE_FOLDER":
        return folder();
      case "CURSOR_INDEX":
        return "0";
      case "CURSOR_NUMBER":
        return "1";
      case "CURRENT_YEAR":
        return String(now.getFullYear());
      case "CURRENT_YEAR_SHORT":
        return two(now.getFullYear() % 100);
      case "CURRENT_MONTH":
        return two(now.getMonth() + 1);
      case "CURRENT_MONTH_NAME":
        return MONTHS[now.getMonth()]!;
      case "CURRENT_MONTH_NAME_SHORT":
        return MONTHS[now.getMonth()]!.slice(0, 3);
      case "CURRENT_DATE":
        return two(now.getDate());
      case "CURRENT_DAY_NAME":
        return WEEKDAYS[now.getDay()]!;
      case "CURRENT_DAY_NAME_SHORT":
        return WEEKDAYS[now.getDay()]!.slice(0, 3);
      case "CURRENT_HOUR":
        return two(now.getHours());
      case "CURRENT_MINUTE":
        return two(now.getMinutes());
      case "CURRENT_SECOND":
        return two(now.getSeconds());
      case "CURRENT_SECONDS_UNIX":
        return String(Math.floor(now.getTime() / 1000));
      case "CURRENT_TIMEZONE_OFFSET": {
        const offset = -now.getTimezoneOffset();
        const size = Math.abs(offset);
        return `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
      }
      case "RANDOM":
        return String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
      case "RANDOM_HEX":
        return randomUUID().slice(0, 6);
      case "UUID":
        return randomUUID();
      case "LINE_COMMENT":
        return comment()[1]?.trim() === "" ? comment()[0]!.trim() : "";
      case "BLOCK_COMMENT_START":
        return comment()[1]?.trim() ? comment()[0]!.trim() : "";
      case "BLOCK_COMMENT_END":
        return comment()[1]?.trim() ?? "";
      default:
        return undefined;
    }
  };
}

function wordAround(line: string, col: number, isKeyword: (codePoint: number) => boolean): string {
  const is = (at: number): boolean => at < line.length && isKeyword(line.charCodeAt(at));
  let from = col;
  while (from > 0 && is(from - 1)) from--;
  let to = col;
  while (is(to)) to++;
  return line.slice(from, to);
}
