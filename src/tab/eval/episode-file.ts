/** Episodes in files: one JSON object a line, plain or compressed, as the shared edit histories. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { messageOf, UserError } from "../../base/errors.ts";
import type { Distraction, Episode } from "./episode.ts";
import type { Replayed } from "./replay.ts";

/** Where the distractors of a file of episodes are: `x.distractors.jsonl` beside `x.jsonl`. */
export function distractorsFile(path: string): string {
  const ending = /\.jsonl(\.gz)?$/.exec(path)?.[0] ?? "";
  return `${path.slice(0, path.length - ending.length)}.distractors${ending || ".jsonl"}`;
}

/** The episodes of a file, with their distractors. Throws UserError when it can't be read. */
export function* episodesIn(path: string, distractors: boolean): Generator<Replayed> {
  const beside = distractorsFile(path);
  const distractions = new Map<string, Distraction>();
  if (distractors && existsSync(beside)) {
    for (const d of objects<Distraction>(beside)) distractions.set(d.id, d);
  }
  for (const episode of objects<Episode>(path)) {
    if (!Array.isArray(episode.edits) || !Array.isArray(episode.files)) {
      throw new UserError(`${path} holds no episodes`);
    }
    yield { episode, distraction: distractions.get(episode.id) ?? null };
  }
}

function* objects<T>(path: string): Generator<T> {
  const bytes = read(path);
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const line = bytes.toString("utf8", at, end < 0 ? bytes.length : end);
    at = end < 0 ? bytes.length : end + 1;
    if (line.trim() === "") continue;
    let parsed: T;
    try {
      parsed = JSON.parse(line) as T;
    } catch (error) {
      throw new UserError(`${path}: ${messageOf(error)}`);
    }
    yield parsed;
  }
}

function read(path: string): Buffer {
  try {
    const bytes = readFileSync(path);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  } catch (error) {
    throw new UserError(`${path}: ${messageOf(error)}`);
  }
}
