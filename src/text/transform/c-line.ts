/** What a line of C-like code is. The lines are masked ones, see `CSource.code`. */

export const isBlank = (code: string) => code.trim() === "";
export const isPreprocessor = (code: string) => /^\s*#/.test(code);
export const isElse = (code: string) => /^\s*(?:\}\s*)?else(?!\w)/.test(code);
export const isIf = (code: string) => /^\s*if(?!\w)/.test(code);
export const isDo = (code: string) => /^\s*do(?!\w)/.test(code);
export const isScope = (code: string) => /^\s*(?:public|protected|private)\s*:(?!:)/.test(code);
export const startsControl = (code: string) =>
  /^\s*(?:if|else|while|do|for|switch)(?!\w)/.test(code);

export function isCase(code: string): boolean {
  if (/^\s*default\s*:(?!:)/.test(code)) return true;
  return /^\s*case(?!\w)(?:::|[^:"])*(?:"|:(?!:))/.test(code);
}

export const looksLikeLabel = (code: string) =>
  /^\s*\w+\s*:(?!:)/.test(code) && !/^\s*default\s*:/.test(code) && !isScope(code);

export function endsWith(code: string, end: string): boolean {
  return code.trimEnd().endsWith(end);
}

/**
 * The character that ends the statement on this line: `;`, `}`, with `comma` also `,`, with `open`
 * also `{`; else a brace that the line starts with, else "".
 */
export function terminator(code: string, open: boolean, comma: boolean): string {
  const body = code.trim();
  const isElseLine = isElse(body);
  const start = (body[0] === "{" || body[0] === "}") && !isElseLine ? body[0] : "";
  const isBracedElse = body[0] === "}" && isElseLine;
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    const ch = body[i]!;
    const last = i === body.length - 1;
    if (ch === "}" && depth > 0) depth--;
    const counts = !isElseLine || depth === 0;
    if (last && counts && (ch === ";" || ch === "}" || (comma && ch === ","))) return ch;
    if (ch === "{") {
      if (open && last) return ch;
      depth++;
    }
  }
  return isBracedElse ? "" : start;
}

/** The column after a label ("case x:", "name:") where code starts, or null. */
export function afterLabel(code: string): number | null {
  for (let i = 0; i < code.length; i++) {
    if (code[i] !== ":") continue;
    if (code[i + 1] === ":") {
      i++;
      continue;
    }
    if (isCase(code.slice(i + 1))) continue;
    const rest = code.slice(i + 1);
    return isBlank(rest) ? null : i + 1 + rest.search(/\S/);
  }
  return null;
}

/** The column of the last `close` without a partner before it in the line, or null. */
export function lastUnmatched(code: string, open: string, close: string): number | null {
  let depth = 0;
  let found: number | null = null;
  for (let i = 0; i < code.length; i++) {
    if (code[i] === open) depth++;
    else if (code[i] === close) {
      if (depth > 0) depth--;
      else found = i;
    }
  }
  return found;
}

/** An enum, or a line that ends in `=` or `= {`. */
export function isInitializer(code: string): boolean {
  const body = code.trim().replace(/^(?:(?:typedef|static|public|protected|private)\s+)*/, "");
  return /^enum(?!\w)/.test(body) || /=\s*\{?$/.test(body);
}
