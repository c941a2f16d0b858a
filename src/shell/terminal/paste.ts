/** Pasted text as bytes for a program. */

/** Line breaks become what Enter sends; nothing in the text can end the paste or give a command. */
export function pasteBytes(text: string, bracketed: boolean): string {
  const lines = text.replace(/\r\n?|\n/g, "\r");
  // Everything that is a control character but Tab and Enter.
  const plain = lines.replace(/[\x00-\x08\x0a-\x0c\x0e-\x1f\x7f-\x9f]/g, "");
  return bracketed ? `\x1b[200~${plain}\x1b[201~` : plain;
}
