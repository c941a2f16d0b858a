/** `hunch models add` in a terminal: questions, and a key that is seen nowhere. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { startProvider } from "../models/server/provider.ts";
import { Hunch } from "./pty.ts";

test("a typed key is not echoed; 40 columns are enough; CTRL-C ends it", async () => {
  const provider = await startProvider("anthropic", () => ({ pieces: ["5"] }));
  const hunch = Hunch.start(["models", "add"], { rows: 40, cols: 40 });
  try {
    await hunch.shows(/Number \[1\]:/);
    await hunch.type("4\r", "Address [https://api.anthropic.com/v1]:");
    await hunch.type(`${provider.url}/v1\r`, "Where is its key?");
    await hunch.shows(/typed now[\s\S]*Number \[1\]:/);
    await hunch.type("2\r", /Key \(it is not shown\):/);
    await hunch.type(
      "key-UNSEEN-1\r",
      /Which model\?[\s\S]*Number \[1\]:|Model, as its provider calls it/,
    );
    const first = /Which model/.test(hunch.screen) ? "1\r" : "claude-x\r";
    await hunch.type(first, "Roles [");
    await hunch.type("\x03", "");
    await hunch.ended();
    assert.equal(hunch.exit?.code, 130);
    assert.doesNotMatch(hunch.output, /UNSEEN/);
    // What was begun leaves nothing behind.
    assert.equal(existsSync(join(hunch.home, "config", "hunch", "keys", "anthropic")), false);
  } finally {
    hunch.clean();
    await provider.close();
  }
});

test("CTRL-C ends a test that is not answered; long answers are drawn once", async () => {
  const asked = Promise.withResolvers<void>();
  // It lists no models, and does not answer.
  const server = createServer(({ method }, response) => {
    if (method === "GET") response.writeHead(404).end();
    else asked.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hunch = Hunch.start(["models", "add"], { rows: 40, cols: 40 });
  try {
    await hunch.shows(/Number \[1\]:/);
    await hunch.type("llama\r", /Address \[.*\]:/);
    await hunch.type(`${url}/a/long/way/x\x7f\x7f\x1b[DX\r`, /list of models|Which model/);
    assert.equal(hunch.screen.match(/Address/g)?.length, 1);
    await hunch.type("qwen2.5-coder\r", "Roles [complete]:");
    await hunch.type("\r", /Try it now/);
    await hunch.type("\r", /asking qwen/);
    await asked.promise;
    await hunch.type("\x03", "");
    await hunch.ended();
    assert.equal(hunch.exit?.code, 130);
  } finally {
    hunch.clean();
    server.closeAllConnections();
    server.close();
  }
});
