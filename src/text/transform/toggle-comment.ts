/**
 * `gc` as Neovim has it: comments all lines, or uncomments them when every line that is not blank is
 * a comment already. `commentstring` has `%s` where the text goes ("// %s"). The comment goes in at
 * the smallest indent of the lines; blank lines get the comment without trailing white space.
 */
export function toggleComment(lines: readonly string[], commentstring: string): string[] {
  const at = commentstring.indexOf("%s");
  if (at < 0) return [...lines];
  const left = commentstring.slice(0, at);
  const right = commentstring.slice(at + 2);
  const tightLeft = left.trim();
  const tightRight = right.trim();
  let indent: string | null = null;
  let commented = true;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const own = /^\s*/.exec(line)![0];
    if (indent === null || own.length < indent.length) indent = own;
    const body = line.slice(own.length).trimEnd();
    const isComment =
      body.startsWith(tightLeft) &&
      body.endsWith(tightRight) &&
      body.length >= tightLeft.length + tightRight.length;
    if (!isComment) commented = false;
  }
  if (commented) {
    return lines.map(
      (line) => uncomment(line, left, right) ?? uncomment(line, tightLeft, tightRight) ?? line,
    );
  }
  const prefix = indent ?? "";
  return lines.map((line) => {
    if (line.trim() === "") return prefix + tightLeft + tightRight;
    return prefix + left + line.slice(prefix.length) + right;
  });
}

function uncomment(line: string, left: string, right: string): string | null {
  const own = /^\s*/.exec(line)![0];
  const trail = /\s*$/.exec(line.slice(own.length))![0];
  const body = line.slice(own.length, line.length - trail.length);
  const whole = line.slice(own.length);
  if (
    whole.startsWith(left) &&
    whole.endsWith(right) &&
    whole.length >= left.length + right.length
  ) {
    const text = whole.slice(left.length, whole.length - right.length);
    return text.trim() === "" ? "" : own + text;
  }
  if (!body.startsWith(left) || !body.endsWith(right)) return null;
  if (body.length < left.length + right.length) return null;
  const text = body.slice(left.length, body.length - right.length);
  return text.trim() === "" ? "" : own + text + trail;
}
