import { textOfKey } from "../base/key.ts";
import type { Fiber } from "../editor/fiber.ts";
export function* plainLine(): Fiber<string | null> {
  let line = "";
  for (;;) {
    const key = yield { mode: "c" };
    if (key === "<CR>" || key === "<NL>") return line;
    if (key === "<Esc>" || key === "<C-c>") return null;
    if (key === "<BS>") line = line.slice(0, -1);
    else line += textOfKey(key) ?? "";
  }
}
