/** The thread of the emulators and the encoding of keys, as terminals use them. */
import { literalOfKey } from "../../base/key.ts";
import { EmulatorClient } from "../emulator/client.ts";
import { injectInto } from "../integration/inject.ts";
import type { Launch } from "./port.ts";
import type { TerminalPorts } from "./registry.ts";

const NAMED: Readonly<Record<string, string>> = {
  "<Up>": "\x1b[A",
  "<Down>": "\x1b[B",
  "<Right>": "\x1b[C",
  "<Left>": "\x1b[D",
  "<BS>": "\x7f",
};

export function systemPorts(): TerminalPorts {
  return {
    client: () => new EmulatorClient(),
    encoder: { key: (key) => NAMED[key] ?? literalOfKey(key) ?? "", mouse: () => null },
    integrate,
  };
}

function integrate(launch: Launch): Launch {
  return { ...launch, ...injectInto(launch.shell, launch) };
}
