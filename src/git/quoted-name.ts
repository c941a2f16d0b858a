/** A file name where it must stay on one line: in C's quotes where it needs them, as git writes it. */
export function quotedName(name: string): string {
  if (!/["\\\p{Cc}]/u.test(name)) return name;
  const escaped = name.replace(/["\\\p{Cc}]/gu, (c) => {
    const short = { "\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\" }[c];
    return short ?? `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`;
  });
  return `"${escaped}"`;
}
