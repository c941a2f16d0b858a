/**
 * `sh bin/node scripts/demo.ts [NAME…]`: films the built editor as docs/NAME.svg (without a name: all
 * films). `npm run build` comes first. Everything in them is what the editor did in a pseudo-terminal, at
 * the times at which it did it; only the pauses are the script's. `--text` prints the screen after each
 * step as well.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { MODELS_SCENE } from "./demo/models.ts";
import type { Scene } from "./demo/scene.ts";
import { SHELL_SCENE } from "./demo/shell.ts";
import { TAB_SCENE } from "./demo/tab.ts";
import { Film, type Terminal } from "./screen-svg.ts";
import { startPlay } from "./terminal-play.ts";

const SCENES: readonly Scene[] = [TAB_SCENE, SHELL_SCENE, MODELS_SCENE];

const root = join(import.meta.dirname, "..");
const names = process.argv.slice(2).filter((arg) => !arg.startsWith("-"));
for (const scene of SCENES) if (names.length === 0 || names.includes(scene.name)) await film(scene);

async function film(scene: Scene): Promise<void> {
  const props = await scene.props?.();
  const files = { ...scene.files, ...props?.files };
  const play = startPlay(root, scene.size, files, props === undefined ? ["--clean"] : []);
  await play.settled();
  const film = new Film(play.terminal);
  const began = performance.now();
  const now = (): number => Math.round(performance.now() - began);
  film.take(0);
  play.onScreen(() => film.take(now()));
  for (const { keys, name, words, typing, look } of scene.steps) {
    film.caption(name, words, now());
    if (typing === undefined) play.write(keys);
    else {
      for (const key of keys) {
        play.write(key);
        await delay(typing);
      }
    }
    await delay(look ?? 900);
    if (process.argv.includes("--text")) print(play.terminal, scene, `${name}  ${words}`);
  }
  await delay(1500);
  writeFileSync(join(root, "docs", `${scene.name}.svg`), film.end(now()));
  play.end();
  await props?.end();
}

/** For who writes the scene: what a step has left on the screen. */
function print(terminal: Terminal, { size }: Scene, title: string): void {
  const { active } = terminal.buffer;
  const rows = Array.from({ length: size.rows }, (_, row) => active.getLine(row));
  console.log(`--- ${title}\n${rows.map((row) => row?.translateToString(true)).join("\n")}`);
}
