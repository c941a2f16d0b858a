/** .editorconfig files (specification 0.17): parsing, globs, and what they mean for a file. */

export interface EditorconfigOptions {
  expandtab?: boolean;
  tabstop?: number;
  /** 0 follows `tabstop`. */
  shiftwidth?: number;
  softtabstop?: number;
  /** 0 switches wrapping off. */
  textwidth?: number;
  fileformat?: "unix" | "dos" | "mac";
  fileencoding?: "utf-8" | "latin1" | "utf-16le" | "utf-16be";
  bomb?: boolean;
  trimTrailingWhitespace?: boolean;
  insertFinalNewline?: boolean;
}

export interface EditorconfigSection {
  readonly glob: string;
  /** Keys in lower case; the values of the known ones too. */
  readonly properties: ReadonlyMap<string, string>;
}

export interface EditorconfigFile {
  readonly root: boolean;
  readonly sections: readonly EditorconfigSection[];
}

const LOWER = new Set([
  "root",
  "indent_style",
  "indent_size",
  "tab_width",
  "end_of_line",
  "charset",
  "trim_trailing_whitespace",
  "insert_final_newline",
  "max_line_length",
]);

/** Reads the text of a file. Lines that are neither comment, section nor pair are ignored. */
export function parseEditorconfig(text: string): EditorconfigFile {
  let root = false;
  const sections: { glob: string; properties: Map<string, string> }[] = [];
  for (const raw of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const header = /^\[(.*)\]$/.exec(line);
    if (header) {
      sections.push({ glob: header[1]!, properties: new Map() });
      continue;
    }
    const pair = /^([^=]+?)\s*=\s*(.*)$/.exec(line);
    if (!pair) continue;
    const key = pair[1]!.toLowerCase();
    const value = LOWER.has(key) ? pair[2]!.toLowerCase() : pair[2]!;
    const section = sections.at(-1);
    if (section) section.properties.set(key, value);
    else if (key === "root") root = value === "true";
  }
  return { root, sections };
}

/**
 * The properties for a file (absolute path with `/`), merged from the .editorconfig files of its
 * directories up to one with `root = true`; nearer files and later sections win. `read` gives a
 * file's text or null. A property that was `unset` is left out.
 */
export function editorconfigProperties(
  path: string,
  read: (path: string) => string | null,
): Map<string, string> {
  const files: { directory: string; file: EditorconfigFile }[] = [];
  let directory = path;
  while (directory !== "") {
    directory = directory.slice(0, Math.max(0, directory.lastIndexOf("/")));
    const text = read(`${directory}/.editorconfig`);
    if (text === null) continue;
    const file = parseEditorconfig(text);
    files.unshift({ directory, file });
    if (file.root) break;
  }
  const merged = new Map<string, string>();
  for (const { directory: base, file } of files) {
    const relative = path.slice(base.length + 1);
    for (const section of file.sections) {
      if (!globMatches(section.glob, relative)) continue;
      for (const [key, value] of section.properties) merged.set(key, value);
    }
  }
  for (const [key, value] of merged) if (value.toLowerCase() === "unset") merged.delete(key);
  const size = merged.get("indent_size");
  const width = merged.get("tab_width");
  if (merged.get("indent_style") === "tab" && size === undefined) merged.set("indent_size", "tab");
  if (size !== undefined && size !== "tab" && width === undefined) merged.set("tab_width", size);
  if (size === "tab" && width !== undefined) merged.set("indent_size", width);
  return merged;
}

/** The options of a file, see `editorconfigProperties`. Values that make no sense are left out. */
export function editorconfigFor(
  path: string,
  read: (path: string) => string | null,
): EditorconfigOptions {
  const properties = editorconfigProperties(path, read);
  const options: EditorconfigOptions = {};
  const get = (key: string) => properties.get(key);
  const number = (key: string) => {
    const value = get(key);
    return value !== undefined && /^[1-9]\d{0,3}$/.test(value) ? Number(value) : undefined;
  };
  const style = get("indent_style");
  if (style === "tab" || style === "space") options.expandtab = style === "space";
  const width = number("tab_width");
  if (width !== undefined) options.tabstop = width;
  const size = number("indent_size");
  if (size !== undefined) {
    options.shiftwidth = size;
    options.softtabstop = -1;
  } else if (get("indent_size") === "tab") {
    options.shiftwidth = 0;
    options.softtabstop = 0;
  }
  const longest = number("max_line_length");
  if (longest !== undefined) options.textwidth = longest;
  else if (get("max_line_length") === "off") options.textwidth = 0;
  const formats = { lf: "unix", crlf: "dos", cr: "mac" } as const;
  const format = formats[get("end_of_line") as keyof typeof formats];
  if (format) options.fileformat = format;
  const charsets = {
    "utf-8": ["utf-8", false],
    "utf-8-bom": ["utf-8", true],
    latin1: ["latin1", false],
    "utf-16le": ["utf-16le", true],
    "utf-16be": ["utf-16be", true],
  } as const;
  const charset = charsets[get("charset") as keyof typeof charsets];
  if (charset) [options.fileencoding, options.bomb] = charset;
  const trim = get("trim_trailing_whitespace");
  if (trim === "true" || trim === "false") options.trimTrailingWhitespace = trim === "true";
  const final = get("insert_final_newline");
  if (final === "true" || final === "false") options.insertFinalNewline = final === "true";
  return options;
}

/** Whether a section's glob matches a path relative to the directory of its .editorconfig. */
export function globMatches(glob: string, path: string): boolean {
  const { pattern, ranges } = globPattern(glob);
  const match = new RegExp(`^${pattern}$`, "su").exec(path);
  if (!match) return false;
  return ranges.every(([low, high], i) => {
    const value = Number(match[i + 1]);
    return value >= Math.min(low, high) && value <= Math.max(low, high);
  });
}

interface Pattern {
  readonly pattern: string;
  /** The bounds of the numbers that the pattern's groups match. */
  readonly ranges: readonly (readonly [number, number])[];
}

function globPattern(glob: string): Pattern {
  // Without a slash a glob matches in every directory below.
  let body = glob;
  let prefix = "";
  if (!glob.includes("/")) prefix = "(?:.*/)?";
  else if (glob.startsWith("/")) body = glob.slice(1);
  const ranges: [number, number][] = [];
  const balanced = bracesBalance(body);
  let pattern = prefix;
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    const ch = body[i]!;
    if (ch === "\\" && i + 1 < body.length) {
      pattern += literal(body[++i]!);
    } else if (ch === "*") {
      if (body[i + 1] !== "*") pattern += "[^/]*";
      else {
        i++;
        const between = (i === 1 || body[i - 2] === "/") && body[i + 1] === "/";
        pattern += between && i > 1 ? "(?:.*/)?" : ".*";
        if (between && i > 1) i++;
      }
    } else if (ch === "?") {
      pattern += "[^/]";
    } else if (ch === "[") {
      const end = closingBracket(body, i);
      if (end < 0 || body.slice(i, end).includes("/")) pattern += "\\[";
      else {
        const negated = body[i + 1] === "!" || body[i + 1] === "^";
        const set = setPattern(body.slice(i + (negated ? 2 : 1), end));
        pattern += negated ? `[^/${set}]` : `[${set}]`;
        i = end;
      }
    } else if (ch === "{" && balanced) {
      const end = matchingBrace(body, i);
      const inner = body.slice(i + 1, end);
      const range = /^([+-]?\d+)\.\.([+-]?\d+)$/.exec(inner);
      if (range) {
        ranges.push([Number(range[1]), Number(range[2])]);
        pattern += "([+-]?(?:0|[1-9]\\d*))";
        i = end;
      } else if (!hasComma(inner)) {
        pattern += "\\{";
        depth += 100;
      } else {
        pattern += "(?:";
        depth++;
      }
    } else if (ch === "}" && balanced && depth > 0) {
      if (depth >= 100) {
        pattern += "\\}";
        depth -= 100;
      } else {
        pattern += ")";
        depth--;
      }
    } else if (ch === "," && depth > 0 && depth < 100) {
      pattern += "|";
    } else {
      pattern += literal(ch);
    }
  }
  return { pattern, ranges };
}

function literal(ch: string): string {
  return ch.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** The inside of a character set; a range that runs backwards is dropped, as it matches nothing. */
function setPattern(set: string): string {
  const escaped = (ch: string) => (/[\\\]^[-]/.test(ch) ? `\\${ch}` : ch);
  const characters = Array.from(set.replace(/\\(.)/gsu, "$1"));
  let pattern = "";
  for (let i = 0; i < characters.length; i++) {
    const ch = characters[i]!;
    const end = characters[i + 2];
    if (characters[i + 1] === "-" && end !== undefined) {
      if (ch.codePointAt(0)! <= end.codePointAt(0)!) pattern += `${escaped(ch)}-${escaped(end)}`;
      i += 2;
    } else {
      pattern += escaped(ch);
    }
  }
  return pattern;
}

function closingBracket(glob: string, from: number): number {
  const first = from + 1 + (/[!^]/.test(glob[from + 1] ?? "") ? 1 : 0);
  for (let i = first; i < glob.length; i++) {
    if (glob[i] === "\\") i++;
    else if (glob[i] === "]" && i > first) return i;
  }
  return -1;
}

function matchingBrace(glob: string, from: number): number {
  let depth = 0;
  for (let i = from; i < glob.length; i++) {
    if (glob[i] === "\\") i++;
    else if (glob[i] === "{") depth++;
    else if (glob[i] === "}" && --depth === 0) return i;
  }
  return glob.length;
}

function bracesBalance(glob: string): boolean {
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    if (glob[i] === "\\") i++;
    else if (glob[i] === "{") depth++;
    else if (glob[i] === "}" && --depth < 0) return false;
  }
  return depth === 0;
}

function hasComma(inner: string): boolean {
  let depth = 0;
  for (let i = 0; i < inner.length; i++) {
    if (inner[i] === "\\") i++;
    else if (inner[i] === "{") depth++;
    else if (inner[i] === "}") depth--;
    else if (inner[i] === "," && depth === 0) return true;
  }
  return false;
}
