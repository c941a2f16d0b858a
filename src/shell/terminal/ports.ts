/** The thread of the emulators and the shell integration, as terminals use them. */
import { EmulatorClient } from "../emulator/client.ts";
import { injectInto } from "../integration/inject.ts";
import type { Launch } from "./port.ts";
import type { TerminalPorts } from "./registry.ts";

export function systemPorts(): TerminalPorts {
  return { client: () => new EmulatorClient(), integrate };
}

function integrate(launch: Launch): Launch {
  return { ...launch, ...injectInto(launch.shell, launch) };
}
