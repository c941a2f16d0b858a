/** Manual pages about something: what `apropos` (`man -k`) says. It is asked only with a description. */
import { spawn } from "node:child_process";

export interface ManualPage {
  readonly name: string;
  readonly description: string;
}

/** Milliseconds; then what has come so far counts. */
const PATIENCE = 1500;
const MOST_BYTES = 256 * 1024;

/**
 * Pages of programs with any of the words. Empty where there is no `man -k`, or no index. The words
 * are given to it as arguments, never to a shell. Never rejects.
 */
export function manualPages(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<ManualPage[]> {
  const plain = words.filter((word) => /^\p{L}[\p{L}\p{N}]+$/u.test(word));
  if (plain.length === 0 || signal.aborted) return Promise.resolve([]);
  return new Promise((resolve) => {
    let output = "";
    let ended = false;
    const child = spawn("man", ["-k", ...plain], {
      // A PATH with "." in it must not find a program of the project.
      cwd: "/",
      env: { ...env, LC_ALL: "C.UTF-8", MANPAGER: "cat", PAGER: "cat" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const end = (): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      child.kill("SIGKILL");
      resolve(pagesIn(output));
    };
    const timer = setTimeout(end, PATIENCE);
    signal.addEventListener("abort", end);
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      output += text;
      if (output.length > MOST_BYTES) end();
    });
    // No `man` here: then there are no pages.
    child.on("error", end);
    child.on("close", end);
  });
}

/** Lines such as `ls (1)              - list directory contents`, of programs only. */
export function pagesIn(output: string): ManualPage[] {
  const pages: ManualPage[] = [];
  for (const line of output.split("\n")) {
    const [, names, description] = /^(.{1,200}?)\s*\([18]\w{0,6}\)\s+-+\s+(.+)$/.exec(line) ?? [];
    if (names === undefined || description === undefined) continue;
    const name = names.split(/,\s*/)[0]!.trim();
    if (/^[\w.+@[-]+$/.test(name)) pages.push({ name, description });
  }
  return pages;
}
