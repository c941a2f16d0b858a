/** The emulators and the shell integration, as terminals use them. */
import { isRgb } from "../../screen/style.ts";
import { EmulatorClient } from "../emulator/client.ts";
import type { TerminalColours } from "../emulator/requests.ts";
import type { ShellScreen } from "../install.ts";
import { injectInto } from "../integration/inject.ts";
import type { Launch } from "./port.ts";
import type { TerminalPorts } from "./registry.ts";

export function systemPorts(screen: ShellScreen): TerminalPorts {
  return { client: () => new EmulatorClient(), integrate, colours: () => coloursOf(screen) };
}

/** Those of the theme; null where it leaves them to the terminal. */
function coloursOf(screen: ShellScreen): TerminalColours | null {
  const { table, text } = screen.palette();
  const { fg, bg } = table.get(text);
  if (fg === undefined || bg === undefined || !isRgb(fg) || !isRgb(bg)) return null;
  return { foreground: fg & 0xffffff, background: bg & 0xffffff };
}

function integrate(launch: Launch): Launch {
  return { ...launch, ...injectInto(launch.shell, launch) };
}
