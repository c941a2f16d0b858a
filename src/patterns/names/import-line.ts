/** Lines that bring names into a file, told by their first words alone. */

const IMPORT =
  /^\s*(?:import\b|from\s+\S+\s+import\b|(?:pub(?:\([^)]*\))?\s+)?use\s+[\w:{]|#\s*include\b|(?:(?:const|let|var)\s+)?(?:[\w$]+|\{[^}]*\})\s*=\s*require\s*\(|require(?:_relative)?\b|export\s+(?:type\s+)?(?:\*|\{[^}]*\})\s+from\b|\}\s*from\s+["'])/;

export function isImportLine(line: string): boolean {
  return line.length < 400 && IMPORT.test(line);
}
