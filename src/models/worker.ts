/** The models' thread: keys, connections and answers are here, and nowhere else in the editor. */
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import type { ThreadData } from "./thread/messages.ts";
import { type ServerEnd, serveModels } from "./thread/server.ts";
import { directModels } from "./wire/direct.ts";

if (!isMainThread && parentPort !== null) {
  const { config, env } = workerData as ThreadData;
  const port = parentPort;
  serveModels(port as ServerEnd, directModels(config, { env }), () => port.close());
}
