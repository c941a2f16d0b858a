/** The glob patterns of the protocol: `*`, `?`, `**`, `{a,b}`, `[a-z]`, and patterns below a base. */
import { pathOfUri } from "./uri.ts";

const NEVER = (): boolean => false;

/** No pattern that anybody wants is longer; long ones can take for ever. */
const MOST_LENGTH = 1000;

/**
 * A test of absolute paths. A pattern is a string, or `{ baseUri, pattern }`. A relative one is looked
 * for below `root`, or anywhere without one. A wrong pattern takes nothing.
 */
export function globTest(pattern: unknown, root: string | null): (path: string) => boolean {
  if (typeof pattern === "string") {
    if (pattern.length > MOST_LENGTH) return NEVER;
    const test = compile(pattern);
    if (pattern.startsWith("/") || pattern.startsWith("**")) return (path) => test(path);
    if (root === null) {
      const anywhere = compile(`**/${pattern}`);
      return (path) => anywhere(path);
    }
    return (path) => path.startsWith(`${root}/`) && test(path.slice(root.length + 1));
  }
  if (typeof pattern !== "object" || pattern === null) return NEVER;
  const { baseUri, pattern: own } = pattern as { baseUri?: unknown; pattern?: unknown };
  const uri = typeof baseUri === "object" ? (baseUri as { uri?: unknown } | null)?.uri : baseUri;
  const base = pathOfUri(uri)?.replace(/\/$/, "");
  if (base === undefined || typeof own !== "string" || own.length > MOST_LENGTH) return NEVER;
  const test = compile(own);
  return (path) => path.startsWith(`${base}/`) && test(path.slice(base.length + 1));
}

const compiled = new Map<string, (path: string) => boolean>();

function compile(pattern: string): (path: string) => boolean {
  let test = compiled.get(pattern);
  if (test === undefined) {
    if (compiled.size > 1000) compiled.clear();
    test = tester(pattern);
    compiled.set(pattern, test);
  }
  return test;
}

function tester(pattern: string): (path: string) => boolean {
  let source = "";
  let braces = 0;
  for (let i = 0; i < pattern.length; i++) {
    const ch = pattern[i]!;
    if (ch === "*" && pattern[i + 1] === "*") {
      while (pattern[i + 1] === "*") i++;
      if (pattern[i + 1] === "/") {
        i++;
        // One of several in a row is enough, and does not try for ever.
        while (pattern.startsWith("**/", i + 1)) i += 3;
        source += "(?:[^/]*/)*";
      } else source += ".*";
    } else if (ch === "*") source += "[^/]*";
    else if (ch === "?") source += "[^/]";
    else if (ch === "{") {
      source += "(?:";
      braces++;
    } else if (ch === "}" && braces > 0) {
      source += ")";
      braces--;
    } else if (ch === "," && braces > 0) source += "|";
    else if (ch === "[" && pattern.indexOf("]", i + 2) > 0) {
      const end = pattern.indexOf("]", i + 2);
      const inside = pattern.slice(i + 1, end).replace(/[\\[\]^]/g, "\\$&");
      source += `[${inside.replace(/^(!|\\\^)/, "^")}]`;
      i = end;
    } else source += ch.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  }
  try {
    const regex = new RegExp(`^${source}${")".repeat(braces)}$`, "s");
    return (path) => regex.test(path);
  } catch (error) {
    // A range that is none ([z-a]).
    if (error instanceof SyntaxError) return NEVER;
    throw error;
  }
}
