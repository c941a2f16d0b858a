/** The thread that Ink lives in: props in, rows of styled cells out. */
import { parentPort } from "node:worker_threads";
import { serveRequests } from "../base/worker-port.ts";
import type { PanelProps, PanelRequests } from "./panel-request.ts";

const port = parentPort;
if (port) {
  // Groups travel as true colours, whatever the terminal has; chalk looks when it is loaded.
  process.env.FORCE_COLOR = "3";
  const renderer = import("./render.ts");
  serveRequests(port, {
    render: async (panel: PanelProps) => (await renderer).renderPanel(panel),
  } as unknown as PanelRequests);
}
