/** The rooms import what the table of docs/ARCHITECTURE.md allows; no file imports itself in a circle. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { LONG_FILES, ROOMS, type Room } from "./rooms.ts";
import { root, type SourceFile, sourceFiles } from "./source.ts";

const LONG = 450;
const LONGEST = 700;

const files = sourceFiles();

function refusal(file: SourceFile, room: Room, target: string, typeOnly: boolean): string | null {
  if (target.startsWith("src/")) {
    const other = target.split("/")[1] ?? "";
    if (other === file.room || room.imports.includes(other) || room.imports.includes("*")) {
      return null;
    }
    const asType = room.types?.includes("*") || room.types?.includes(other);
    if (typeOnly && asType) return null;
    return asType ? `only types of ${other}` : `nothing of ${other}`;
  }
  if (target.startsWith("node:")) return room.pure ? "a pure room imports nothing of Node" : null;
  if (room.packages?.includes(target)) return null;
  return `the package is not ${file.room}'s`;
}

test("every import is in the table of rooms", () => {
  const refused: string[] = [];
  for (const file of files) {
    const room = ROOMS[file.room];
    if (!room) {
      refused.push(`${file.path}: no room called ${file.room}`);
      continue;
    }
    for (const { target, typeOnly } of file.imports) {
      const why = refusal(file, room, target, typeOnly);
      if (why) refused.push(`${file.path} imports ${target}: ${why}`);
    }
  }
  assert.deepEqual(refused, []);
});

test("nothing imports itself in a circle", () => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const circles: string[] = [];
  function visit(file: SourceFile, way: readonly string[]): void {
    const at = way.indexOf(file.path);
    if (at >= 0) {
      circles.push([...way.slice(at), file.path].join(" → "));
      return;
    }
    if (done.has(file.path)) return;
    for (const { target, typeOnly } of file.imports) {
      const next = typeOnly ? undefined : byPath.get(target);
      if (next) visit(next, [...way, file.path]);
    }
    done.add(file.path);
  }
  for (const file of files) visit(file, []);
  assert.deepEqual(circles, []);
});

test("imports name files that exist", () => {
  const paths = new Set(files.map((file) => file.path));
  const missing = files.flatMap((file) =>
    file.imports
      .filter(({ target }) => /^src\/.*\.tsx?$/.test(target) && !paths.has(target))
      .map(({ target }) => `${file.path} imports ${target}`),
  );
  assert.deepEqual(missing, []);
});

test("exports have names", () => {
  const unnamed = files.filter((file) => file.defaultExport).map((file) => file.path);
  assert.deepEqual(unnamed, []);
});

test("long files are listed with a reason, and none is longer than any can be", () => {
  const generated = (path: string): boolean => /(-table|-tables|generated)\.ts$/.test(path);
  const long = files.filter((file) => file.lines > LONG && !generated(file.path));
  const wrong = long.flatMap(({ path, lines }) => {
    if (lines > LONGEST) return [`${path} has ${lines} lines; ${LONGEST} is the most`];
    return LONG_FILES[path] ? [] : [`${path} has ${lines} lines and is not in LONG_FILES`];
  });
  const longPaths = new Set(long.map(({ path }) => path));
  for (const path of Object.keys(LONG_FILES)) {
    if (!longPaths.has(path)) wrong.push(`${path} is in LONG_FILES and is not long`);
  }
  assert.deepEqual(wrong, []);
});

test("the table of docs/ARCHITECTURE.md is this table", () => {
  const page = readFileSync(join(root, "docs", "ARCHITECTURE.md"), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)\/` \|[^|]*\| ([^|]*) \| ([^|]*) \|$/gm)].map(
    ([, room, imports, packages]) => `${room}: ${imports} + ${packages}`,
  );
  const wanted = Object.entries(ROOMS).map(([name, room]) => {
    const imports = room.imports.includes("*") ? ["everything"] : room.imports;
    const types = (room.types ?? []).map((one) => (one === "*" ? "any:t" : `${one}:t`));
    const packages = room.packages?.map((one) => `\`${one}\``).join(" ") ?? "–";
    return `${name}: ${[...imports, ...types].join(" ") || "–"} + ${packages}`;
  });
  assert.deepEqual(rows, wanted);
});
