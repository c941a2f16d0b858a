/** `hunch model add`: files, addresses, names, and the package that runs them. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Cancelled, UserError } from "../../../src/base/errors.ts";
import { type AddTools, addModel } from "../../../src/models/local/add.ts";
import { RUNTIME_VERSION } from "../../../src/models/local/runtime.ts";
import type { AddRequest } from "../../../src/models/local/types.ts";
import type { ModelConfig, ProviderConfig } from "../../../src/models/model.ts";
import { tinyGguf } from "./tiny-gguf.ts";

const MODEL = tinyGguf();
const SUM = createHash("sha256").update(MODEL).digest("hex");

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Desk {
  readonly home: string;
  readonly file: string;
  readonly models: string;
  readonly said: string[];
  readonly written: { provider: ProviderConfig; model: ModelConfig }[];
  /** What npm was called with. */
  readonly npm: (readonly string[])[];
  readonly asked: string[];
  add(source: string, more?: Partial<AddRequest>): ReturnType<typeof addModel>;
}

interface DeskOptions {
  readonly confirms?: boolean;
  readonly npm?: "works" | "offline" | "none";
  /** Bytes. */
  readonly memory?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A home with a model in it; npm is somebody who writes down what they are told. */
function desk({
  confirms = true,
  npm = "works",
  env: more,
  memory = 64e9,
}: DeskOptions = {}): Desk {
  const home = mkdtempSync(join(tmpdir(), "hunch-add-"));
  folders.push(home);
  const file = join(home, "Tiny-Model-Q8_0.gguf");
  writeFileSync(file, MODEL);
  const bin = join(home, "bin");
  mkdirSync(bin);
  if (npm !== "none") {
    writeFileSync(join(bin, "npm"), "#!/bin/sh\n");
    chmodSync(join(bin, "npm"), 0o755);
  }
  const env = { HOME: home, XDG_DATA_HOME: join(home, "data"), PATH: bin, ...more };
  const runtime = join(home, "data", "hunch", "runtime");
  const calls: (readonly string[])[] = [];
  const run: AddTools["run"] = async (_program, args, given) => {
    calls.push(args);
    assert.equal(given.SECRET_TOKEN, undefined);
    if (npm === "offline") {
      const errors =
        "npm error code ENOTFOUND\nnpm error network request failed: getaddrinfo ENOTFOUND";
      return { status: 1, output: "", errors };
    }
    if (args[0] === "view") {
      const output = JSON.stringify({ "dist.unpackedSize": 40_000_000, license: "MIT" });
      return { status: 0, output, errors: "" };
    }
    const names = args.slice(1).flatMap((arg) => /^(@?[^@-][^@]*)@/.exec(arg)?.[1] ?? []);
    const packages: Record<string, object> = {};
    for (const name of names) {
      mkdirSync(join(runtime, "node_modules", name), { recursive: true });
      packages[`node_modules/${name}`] = { version: RUNTIME_VERSION };
    }
    const file = join(runtime, "node_modules", ".package-lock.json");
    writeFileSync(file, JSON.stringify({ packages }));
    return { status: 0, output: "", errors: "" };
  };
  const said: string[] = [];
  const written: Desk["written"] = [];
  const asked: string[] = [];
  return {
    home,
    file,
    models: join(home, "data", "hunch", "models"),
    said,
    written,
    npm: calls,
    asked,
    add: (source, request = {}) =>
      addModel(
        { source, sha256: null, name: null, ...request },
        {
          env,
          signal: new AbortController().signal,
          say: (line) => void said.push(line),
          progress() {},
          async confirm(question) {
            asked.push(question);
            return confirms;
          },
          async write(provider, model) {
            written.push({ provider, model });
          },
        },
        { run, memory, download: { pause: () => 1 } },
      ),
  };
}

test("a file is checked, linked, and written into the configuration", async () => {
  const here = desk({ env: { SECRET_TOKEN: "x" } });
  const added = await here.add(here.file);
  const path = join(here.models, "Tiny-Model-Q8_0.gguf");
  assert.equal(added.path, path);
  assert.equal(added.sha256, SUM);
  assert.equal(added.infills, true);
  assert.equal(added.verifiedBy, null);
  assert.ok(lstatSync(path).isSymbolicLink());
  assert.deepEqual(here.written, [
    {
      provider: {
        name: "gguf",
        kind: "gguf",
        url: "",
        key: null,
        headers: {},
        allow: null,
        command: null,
      },
      model: {
        name: "tiny-model",
        provider: "gguf",
        id: path,
        format: null,
        context: 4096,
        price: null,
        extra: {},
      },
    },
  ]);
  assert.ok(here.said.some((line) => line.includes(SUM)));
  const sums = JSON.parse(readFileSync(join(here.models, "sums.json"), "utf8"));
  assert.equal(sums["Tiny-Model-Q8_0.gguf"].sha256, SUM);
});

test("what runs models is installed once, with its size and licence told, for the processor only", async () => {
  const here = desk();
  await here.add(here.file, { copy: true, name: "mine" });
  assert.equal(lstatSync(join(here.models, "Tiny-Model-Q8_0.gguf")).isSymbolicLink(), false);
  assert.equal(here.written[0]!.model.name, "mine");
  const install = here.npm.find(([command]) => command === "install")!;
  assert.ok(install.includes(`node-llama-cpp@${RUNTIME_VERSION}`));
  for (const option of ["--ignore-scripts", "--omit=optional", "--save-exact"]) {
    assert.ok(install.includes(option), option);
  }
  assert.equal(
    install.some((word) => /cuda|vulkan/.test(word)),
    false,
  );
  assert.ok(here.said.some((line) => /node-llama-cpp@.*: about 40 MB, licence MIT/.test(line)));
  assert.deepEqual(here.asked, ["Install it?"]);
  const calls = here.npm.length;
  await here.add(here.file);
  assert.equal(here.npm.length, calls);
});

test("who says no gets nothing installed and nothing written", async () => {
  const here = desk({ confirms: false });
  await assert.rejects(here.add(here.file), Cancelled);
  assert.equal(
    here.npm.some(([command]) => command === "install"),
    false,
  );
  assert.deepEqual(here.written, []);
});

test("without npm, and without a network, it says so", async () => {
  const none = desk({ npm: "none" });
  await assert.rejects(none.add(none.file), /npm is needed/);
  const offline = desk({ npm: "offline" });
  await assert.rejects(offline.add(offline.file), /no network/);
});

test("packages for graphic cards are added to what is there", async () => {
  const here = desk();
  await here.add(here.file);
  await here.add(here.file, { gpu: true });
  await here.add(here.file, { gpu: true });
  const installs = here.npm.filter(([command]) => command === "install");
  assert.equal(installs.length, process.platform === "linux" && process.arch === "x64" ? 2 : 1);
});

test("what is too large for the memory is said before anything else is done", async () => {
  const here = desk({ confirms: false, memory: 1e6 });
  await assert.rejects(here.add(here.file), Cancelled);
  assert.match(here.said[0]!, /it needs about 201 MB of memory, this machine has 1 MB/);
  assert.deepEqual(here.npm, []);
  const other = desk({ memory: 1e6 });
  await other.add(other.file);
  assert.deepEqual(other.asked, ["Add it all the same?", "Install it?"]);
});

test("another file of the same name is not replaced unasked; one add works at a time", async () => {
  const here = desk();
  await here.add(here.file, { copy: true });
  const twin = join(here.home, "b", "Tiny-Model-Q8_0.gguf");
  mkdirSync(join(here.home, "b"));
  writeFileSync(twin, tinyGguf({ noInfill: true }));
  await here.add(twin);
  assert.deepEqual(here.asked, ["Install it?", "Replace it?"]);
  writeFileSync(join(here.models, ".adding"), String(process.pid));
  await assert.rejects(here.add(here.file), /Another hunch model add is at work/);
  // What a process left that was killed holds nobody up.
  writeFileSync(join(here.models, ".adding"), `${process.pid} another start`);
  await here.add(twin);
  assert.equal(existsSync(join(here.models, ".adding")), false);
});

test("an address is downloaded; its sum may stand behind it", async () => {
  let served = 0;
  const server = createServer((request, response) => {
    if (request.url === "/m/tiny.gguf") {
      served++;
      response.end(MODEL);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/m/tiny.gguf`;
    const here = desk();
    const added = await here.add(`${url}#sha256=${SUM}`);
    assert.equal(added.path, join(here.models, "tiny.gguf"));
    assert.equal(added.verifiedBy, "you");
    await assert.rejects(here.add(url, { sha256: "f".repeat(64) }), /not what it should be/);
    await assert.rejects(here.add(url, { sha256: "abc" }), /no SHA-256 sum/);
    await assert.rejects(here.add(`${url}#sha256=abc`), /no SHA-256 sum/);
    // What is there already is looked through, and not downloaded again.
    const before = served;
    assert.equal((await here.add(url)).verifiedBy, "you");
    assert.equal(served, before);
    writeFileSync(added.path, "spoiled");
    assert.equal((await here.add(url)).sha256, SUM);
    assert.equal(served, before + 1);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("a proxy of the environment is used", async () => {
  const server = createServer((_request, response) => response.end(MODEL));
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(request.url!);
    response.end(MODEL);
  });
  proxy.on("connect", (request, socket) => {
    seen.push(request.url!);
    const { port } = server.address() as AddressInfo;
    const through = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      through.pipe(socket).pipe(through);
    });
  });
  for (const each of [server, proxy]) {
    await new Promise<void>((resolve) => each.listen(0, "127.0.0.1", resolve));
  }
  try {
    const { port } = proxy.address() as AddressInfo;
    const here = desk({ env: { http_proxy: `http://127.0.0.1:${port}` } });
    const added = await here.add("http://models.example/tiny.gguf?token=x", { sha256: SUM });
    assert.equal(added.sha256, SUM);
    assert.ok(seen.some((address) => address.includes("models.example")));
    // A token in an address is kept nowhere.
    assert.equal(readFileSync(join(here.models, "sums.json"), "utf8").includes("token"), false);
  } finally {
    for (const each of [server, proxy]) {
      each.closeAllConnections();
      each.close();
    }
  }
});

test("what is no model is refused before anything is done with it", async () => {
  const here = desk();
  const refused = async (source: string, why: RegExp): Promise<void> => {
    await assert.rejects(here.add(source), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, why);
      return true;
    });
  };
  writeFileSync(join(here.home, "page.gguf"), "<!doctype html>".repeat(10));
  await refused(join(here.home, "page.gguf"), /is no GGUF file/);
  await refused("/nowhere/model.gguf", /no such file/);
  await refused(here.home, /it is no file/);
  await refused("http://127.0.0.1:1/%zz.gguf", /./);
  await refused("llama-of-nobody", /none of: qwen-coder-0\.5b \(530 MB/);
  await refused("http://models.example/model.gguf", /without encryption/);
  await refused("https://me:pass@models.example/model.gguf", /a password in it is not taken/);
  await assert.rejects(here.add(here.file, { sha256: "0".repeat(64) }), /not what it should be/);
  assert.deepEqual(here.written, []);
});

test("a model without tokens for text between two others is said not to complete", async () => {
  const here = desk();
  writeFileSync(here.file, tinyGguf({ noInfill: true }));
  const added = await here.add(here.file);
  assert.equal(added.infills, false);
  assert.ok(here.said.some((line) => /can't complete at the cursor/.test(line)));
});
