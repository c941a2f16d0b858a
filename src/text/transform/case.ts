export type CaseChange = "toggle" | "upper" | "lower" | "rot13";

/**
 * Changes the case of every character on its own, as `~`, `gU`, `gu` and `g?` do. A letter whose
 * other case takes several characters stays, except that "upper" makes SS of ß.
 */
export function changeCase(text: string, change: CaseChange): string {
  if (change === "rot13") return text.replace(/[A-Za-z]/g, rot13);
  let result = "";
  for (const ch of text) result += changed(ch, change);
  return result;
}

function changed(ch: string, change: CaseChange): string {
  if (change === "upper") return ch === "ß" ? "SS" : simpleUpper(ch);
  const lower = simpleLower(ch);
  return change === "lower" || lower !== ch ? lower : simpleUpper(ch);
}

function simpleUpper(ch: string): string {
  // Greek letters with an iota below have a title case only.
  if (/[\u1f80-\u1f87\u1f90-\u1f97\u1fa0-\u1fa7]/.test(ch)) return shifted(ch, 8);
  if (/[\u1fb3\u1fc3\u1ff3]/.test(ch)) return shifted(ch, 9);
  return oneCharacter(ch.toUpperCase(), ch);
}

function simpleLower(ch: string): string {
  // Vim has no small letter for the title case digraphs (ǅ), only a capital one.
  if (/[\u01c5\u01c8\u01cb\u01f2]/.test(ch)) return ch;
  if (ch === "İ") return "i";
  return oneCharacter(ch.toLowerCase(), ch);
}

function shifted(ch: string, by: number): string {
  return String.fromCharCode(ch.charCodeAt(0) + by);
}

function oneCharacter(result: string, otherwise: string): string {
  const size = result.codePointAt(0)! > 0xffff ? 2 : 1;
  return result.length === size ? result : otherwise;
}

function rot13(letter: string): string {
  const code = letter.charCodeAt(0);
  const base = code < 97 ? 65 : 97;
  return String.fromCharCode(base + ((code - base + 13) % 26));
}
