/**
 * Syntax: how long until a text has its colours, what colours cost per letter and in memory, and how
 * soon they are right again after a change that alters all of them.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { quantile } from "./floor.ts";
import type { Figure } from "./picker.ts";
import { Session } from "./session.ts";

const LINES = 3000;
const LETTERS = 150;
const COMMENTS = 15;
/** Between two letters, in milliseconds, and a little more each time. */
const GAP_MS = 25;

/** A dense text of functions. */
function source(): string {
  const lines: string[] = ["export {};"];
  for (let i = 0; lines.length < LINES; i++) {
    lines.push(
      `// Number ${i}.`,
      `export function name${i}<T>(first: Map<string, T>, second = ${i}): T | undefined {`,
      `  const found = first.get(\`key-\${second}\`) ?? null;`,
      "  if (found !== null && second > 3) return found;",
      `  for (const [key, value] of first) console.log(key, "text", value, /x+/g);`,
      "  return undefined;",
      "}",
      "",
    );
  }
  // What a comment on the first line is closed by.
  return [...lines.slice(0, LINES), "/* end */", ""].join("\n");
}

/** Measures the group `syntax`. */
export async function measureSyntax(
  root: string,
  cache: string,
  rounds: number,
): Promise<Figure[]> {
  const folder = join(cache, "syntax");
  mkdirSync(folder, { recursive: true });
  const samples = new Map<string, number[]>();
  const note = (name: string, value: number): void => {
    samples.set(name, [...(samples.get(name) ?? []), value]);
  };
  const text = source();
  // The first round warms the caches of the system; kinds take turns.
  for (let round = 0; round <= rounds + 1; round++) {
    const into = round === 0 ? () => {} : note;
    for (const kind of round % 2 ? ["colours", "plain"] : ["plain", "colours"]) {
      const state = join(folder, "state");
      rmSync(state, { recursive: true, force: true });
      const file = join(folder, `${kind}.ts`);
      writeFileSync(file, text);
      const plain = kind === "plain" ? ["-c", "set filetype=text"] : [];
      const session = new Session(root, folder, state, [...plain, file]);
      await one(session, kind, into);
      session.kill();
    }
  }
  const ratio = (name: string): number =>
    quantile(samples.get(`${name}, colours`)!, 0.5) / quantile(samples.get(`${name}, plain`)!, 0.5);
  const figures: Figure[] = [...samples].map(([name, all]) => ({
    name: `syntax: ${name}`,
    unit: name.startsWith("memory") ? "MB" : "ms",
    p50: quantile(all, 0.5),
    p95: quantile(all, 0.95),
    most: name === "/* at line 1 → corrected" ? 16 : null,
  }));
  for (const name of ["letter → answered", "memory"]) {
    const value = ratio(name);
    const most = name === "memory" ? null : 1.2;
    figures.push({
      name: `syntax: ${name}, beside plain`,
      unit: "x",
      p50: value,
      p95: value,
      most,
    });
  }
  return figures;
}

type Note = (name: string, value: number) => void;

async function one(session: Session, kind: string, note: Note): Promise<void> {
  const shown = await session.until(() => session.row(0).startsWith("export"), "the text");
  note(`first frame, ${kind}`, shown);
  const { colour } = session;
  const at = colour.bind(session);
  if (kind === "colours") {
    // The text itself has a colour, too: `export` differs from `<`.
    const coloured = await session.until(() => at(2, 0) !== at(2, 21), "colours");
    note("first frame → first colours", coloured);
  }
  await pause(1500);
  note(`memory, ${kind}`, session.memory);
  if (kind === "colours") {
    for (let i = 0; i < COMMENTS; i++) {
      const before = at(43, 2);
      session.write("ggO/");
      await pause(60);
      session.write("*");
      note(
        "/* at line 1 → corrected",
        await session.until(() => at(43, 2) === at(2, 0), "a comment"),
      );
      await pause(40);
      session.write("\x1bu");
      await session.until(() => at(43, 2) === before, "the colours before");
      await pause(60);
    }
  }
  session.write("1500GA");
  await pause(300);
  for (let i = 0; i < LETTERS; i++) {
    note(`letter → answered, ${kind}`, await session.answer("abcdefgh; "[i % 10]!));
    await pause(GAP_MS + (i % 7));
  }
}
