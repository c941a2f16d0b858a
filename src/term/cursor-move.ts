/** The shortest way of the terminal's cursor from one cell to another. */

/**
 * The bytes that bring the cursor from `row` and `col` (0-based; -1: not known) to another cell.
 * `columnAddress`: the terminal can be told a column alone.
 */
export function shortestMove(
  row: number,
  col: number,
  toRow: number,
  toCol: number,
  columnAddress: boolean,
): string {
  const absolute =
    toCol > 0 ? `\x1b[${toRow + 1};${toCol + 1}H` : toRow > 0 ? `\x1b[${toRow + 1}H` : "\x1b[H";
  if (row < 0) return absolute;
  const moves = [absolute];
  if (row === toRow) {
    if (columnAddress) moves.push(`\x1b[${toCol + 1}G`);
    if (col >= 0) moves.push(sideways(toCol - col));
    moves.push(`\r${sideways(toCol)}`);
  } else if (toRow === row + 1) {
    // Raw mode may or may not add the CR to an LF: both say where the cursor is.
    moves.push(`\r\n${sideways(toCol)}`);
  }
  if (row !== toRow && col === toCol) {
    const down = toRow - row;
    moves.push(`\x1b[${Math.abs(down) === 1 ? "" : Math.abs(down)}${down > 0 ? "B" : "A"}`);
  }
  return moves.reduce((best, move) => (move.length < best.length ? move : best));
}

function sideways(cells: number): string {
  if (cells === 0) return "";
  if (cells > 0) return `\x1b[${cells === 1 ? "" : cells}C`;
  return cells >= -4 ? "\b".repeat(-cells) : `\x1b[${-cells}D`;
}
