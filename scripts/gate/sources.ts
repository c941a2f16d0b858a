/** What training learns from. */
import { statSync } from "node:fs";
import { episodesIn } from "../../src/tab/eval/episode-file.ts";
import { gitEpisodes } from "../../src/tab/eval/git-episodes.ts";
import { shuffled } from "../../src/tab/eval/random.ts";
import type { Replayed } from "../../src/tab/eval/replay.ts";

/** Episodes of a folder with a git repository or of a file, `per` at most, drawn with a fixed seed. */
export function* episodesOf(source: string, per: number, seed: number): Generator<Replayed> {
  if (statSync(source).isDirectory()) {
    yield* gitEpisodes(source, { most: per, seed, distractors: true, env: process.env });
  } else yield* shuffled([...episodesIn(source, true)], seed).slice(0, per);
}
