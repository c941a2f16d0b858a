/** Lines that nobody typed before but that this moment suggests. */
import type { CommandMoment } from "../command.ts";
import type { Memory } from "./memory.ts";
import type { Idea } from "./model.ts";

export function ideasFor(
  _moment: Pick<CommandMoment, "session" | "around">,
  _memory: Memory,
): Idea[] {
  return [];
}
