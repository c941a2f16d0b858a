/** Targets of a Makefile, recipes of a justfile, tasks of a Taskfile, environments of tox. */
import { detailOf, isPlainName, kindOf, type Offer, type ProjectSource } from "./source.ts";

export const makeSource: ProjectSource = {
  files: ["GNUmakefile", "makefile", "Makefile"],
  anywhere: false,
  read(file) {
    const targets = new Map<string, { detail: string; phony: boolean }>();
    const phony = new Set<string>();
    let comment = "";
    for (const line of file.text.split(/\r?\n/)) {
      const above = /^#+\s?(.*)$/.exec(line)?.[1];
      if (above !== undefined) {
        comment = line.startsWith("##") || comment === "" ? above : comment;
        continue;
      }
      const rule = /^([^\s:#=][^:#=]*)::?(?!=)([^#]*)(?:#(.*))?/.exec(line);
      if (rule === null) {
        if (!line.startsWith("\t")) comment = "";
        continue;
      }
      const names = (rule[1] ?? "").trim().split(/\s+/);
      // "VAR := value" and "target: VAR = value" are no targets
      if (names[0] === ".PHONY") {
        for (const name of (rule[2] ?? "").trim().split(/\s+/)) phony.add(name);
      } else {
        for (const name of names) {
          if (!isTarget(name)) continue;
          const known = targets.get(name);
          const detail =
            detailOf(rule[3]?.replace(/^#*/, "")) || known?.detail || detailOf(comment);
          targets.set(name, { detail, phony: false });
        }
      }
      comment = "";
    }
    const offers = [...targets]
      // where targets are said to be no files, the others are files that belong to them
      .filter(([name]) => phony.has(name) || !/[./]/.test(name))
      .map(
        ([name, { detail }]): Offer => ({ command: `make ${name}`, kind: kindOf(name), detail }),
      );
    return targets.size === 0 ? [] : [{ command: "make", kind: "build", detail: "" }, ...offers];
  },
};

function isTarget(name: string): boolean {
  return isPlainName(name) && !name.startsWith(".") && !/[%=]/.test(name);
}

export const justSource: ProjectSource = {
  files: ["justfile", "Justfile", ".justfile"],
  anywhere: true,
  read(file) {
    const offers: Offer[] = [];
    let comment = "";
    let hidden = false;
    for (const line of file.text.split(/\r?\n/)) {
      if (line.startsWith("[")) {
        hidden ||= /\bprivate\b/.test(line);
        comment = /\bdoc\(\s*['"](.*)['"]\s*\)/.exec(line)?.[1] ?? comment;
        continue;
      }
      const above = /^#\s?(?!!)(.*)$/.exec(line)?.[1];
      if (above !== undefined) {
        comment = above;
        continue;
      }
      const recipe = /^@?([A-Za-z][\w-]*)(?:\s[^:=]*)?(?:=[^:]*)?:(?!=)/.exec(line);
      if (
        recipe !== null &&
        !hidden &&
        !/^(?:set|alias|export|import|mod)$/.test(recipe[1] ?? "")
      ) {
        const name = recipe[1] ?? "";
        offers.push({ command: `just ${name}`, kind: kindOf(name), detail: detailOf(comment) });
      }
      if (!/^\s/.test(line) || recipe !== null) {
        comment = "";
        hidden = false;
      }
    }
    return offers;
  },
};

export const taskfileSource: ProjectSource = {
  files: ["Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "taskfile.yaml"],
  anywhere: true,
  read(file) {
    const offers: Offer[] = [];
    for (const { name, values } of yamlEntries(file.text, "tasks")) {
      if (!isPlainName(name) || values.internal === "true") continue;
      const detail = detailOf(values.desc ?? values.summary ?? values.cmd);
      offers.push({ command: `task ${name}`, kind: kindOf(name), detail });
    }
    return offers;
  },
};

export const toxSource: ProjectSource = {
  files: ["tox.ini"],
  anywhere: false,
  read(file) {
    const offers: Offer[] = [{ command: "tox", kind: "test", detail: "" }];
    for (const found of file.text.matchAll(/^\[testenv:([\w.-]+)\]/gm)) {
      const name = found[1] ?? "";
      offers.push({ command: `tox -e ${name}`, kind: kindOf(name), detail: "" });
    }
    return offers;
  },
};

interface YamlEntry {
  readonly name: string;
  /** The values that stand on the key's own line. */
  readonly values: Readonly<Record<string, string>>;
}

/** The tables within a top-level key of a YAML file, as far as they are written line by line. */
function yamlEntries(text: string, key: string): YamlEntry[] {
  const entries: { name: string; values: Record<string, string> }[] = [];
  let inside = false;
  let indent = 0;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const depth = line.length - line.trimStart().length;
    if (depth === 0) {
      inside = line.startsWith(`${key}:`);
      indent = 0;
      continue;
    }
    if (!inside) continue;
    if (indent === 0) indent = depth;
    const found =
      /^\s*(?:"([^"]+)"|'([^']+)'|([\w@%+=,./-]+(?::[\w@%+=,./-]+)*)):(?:\s+(.*))?$/.exec(line);
    if (found === null) continue;
    const name = found[1] ?? found[2] ?? found[3] ?? "";
    const value = (found[4] ?? "").replace(/^(["'])(.*)\1$/, "$2");
    if (depth === indent) entries.push({ name, values: {} });
    else {
      const entry = entries[entries.length - 1];
      // the first value of a name counts: deeper tables have their own
      if (entry !== undefined) entry.values[name] ??= value;
    }
  }
  return entries;
}
