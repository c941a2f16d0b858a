/** `hunch FILE` in a real terminal of a real editor. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Hunch } from "./pty.ts";

const MAIN = fileURLToPath(new URL("../../src/app/main.ts", import.meta.url));
const RUN = `'${process.execPath}' --disable-warning=ExperimentalWarning '${MAIN}'`;

test("a file that is named in a terminal is opened around it, and one waits for it", async () => {
  const hunch = Hunch.start([], { rows: 24, cols: 80 });
  try {
    const a = join(hunch.home, "a.txt");
    const b = join(hunch.home, "b.txt");
    writeFileSync(a, "text of a\n");
    writeFileSync(b, "text of b\n");
    await hunch.shows("~");
    hunch.pty.write(":split | terminal\r");
    await hunch.shows("TERMINAL");
    hunch.pty.write(`h="${RUN}"; PS1='ready '\r`);
    await hunch.shows(/^ *\S* ?ready/m);
    await hunch.type("eval $h a.txt\r", "text of a");
    await hunch.type(":wincmd w\r", "TERMINAL");
    await hunch.type("eval $h --wait b.txt; echo status=$?\r", "text of b");
    await hunch.type("ccchanged\x1b", "changed");
    hunch.pty.write(":wq\r");
    await hunch.shows("status=0");
    if (readFileSync(b, "utf8") !== "changed\n") throw new Error("It was not written");
    hunch.pty.write("exit\r");
    await hunch.shows("exited");
    hunch.pty.write("\x1c\x0e:qa!\r");
    await hunch.ended();
  } finally {
    hunch.clean();
  }
});
