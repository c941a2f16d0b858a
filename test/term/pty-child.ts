/**
 * A program for the pty tests: shows what is typed, and does as told by a few keys.
 *
 * `q` quits, `Q` quits by process.exit, `X` crashes, `F` fills the screen again and again (200
 * frames) and then makes the file FLOODED, `S` computes until CTRL-C.
 */
import { writeFileSync } from "node:fs";
import { systemDevices } from "../../src/term/system.ts";
import { DEFAULT_OPTIONS, Terminal } from "../../src/term/terminal.ts";

const terminal = new Terminal(systemDevices(), { ...DEFAULT_OPTIONS, title: true });
const looks = [0, terminal.styles.intern({ fg: 1 }), terminal.styles.intern({ bold: true })];
const log: string[] = [];
let grid = terminal.createGrid();

function draw(): void {
  grid.clear();
  grid.put(0, 0, "ready", 0);
  grid.put(1, 0, log.slice(-8).join(" "), 0);
  terminal.present(grid, { row: 2, col: 3, shape: "bar" });
}

function flood(): void {
  const before = process.memoryUsage().rss;
  let frames = 0;
  const tick = (): void => {
    frames++;
    for (let row = 0; row < grid.rows; row++) {
      const text = `frame ${frames} ${"x".repeat(grid.cols)}`;
      grid.put(row, 0, text, looks[(row + frames) % 3]!);
    }
    terminal.present(grid, null);
    if (frames < 200) {
      setTimeout(tick, 3);
      return;
    }
    const grown = Math.round((process.memoryUsage().rss - before) / 1e6);
    log.length = 0;
    log.push(`flooded grown=${grown} busy=${terminal.busy}`);
    draw();
    writeFileSync(process.env.FLOODED!, "");
  };
  tick();
}

function compute(): void {
  let rounds = 0;
  while (!terminal.interrupted() && rounds < 1e9) rounds++;
  log.push(rounds < 1e9 ? "interrupted" : "not interrupted");
}

terminal.onInput((next) => {
  for (let event = next(); event !== null; event = next()) {
    const name = event.type === "key" ? event.key : event.type;
    if (name === "q") {
      void terminal.stop().then(() => console.log("bye"));
      return;
    }
    if (name === "Q") process.exit(3);
    if (name === "X") throw new Error("crashed on purpose");
    if (name === "F") {
      flood();
      return;
    }
    if (name === "S") compute();
    else if (name === "<C-z>") terminal.suspend();
    else log.push(name);
  }
  draw();
});
terminal.onResize(() => {
  grid = terminal.createGrid();
  log.push(`${grid.rows}x${grid.cols}`);
  draw();
});
terminal.onResume(draw);
terminal.start();
draw();
