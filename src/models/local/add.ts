/** Adds a model that runs here: `hunch model add FILE|URL|NAME`. */
import {
  copyFile,
  link,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { setGlobalProxyFromEnv } from "node:http";
import { basename, isAbsolute, join, resolve } from "node:path";
import { UserError } from "../../base/errors.ts";
import { expandHome } from "../config/paths.ts";
import type { ModelConfig, ProviderConfig } from "../model.ts";
import { proxyVariables } from "../wire/http-transport.ts";
import { checkedSum, sha256Of } from "./checksum.ts";
import { type DownloadRequest, download, megabytes, shownAddress } from "./download.ts";
import { type GgufInfo, readGguf } from "./gguf.ts";
import { KNOWN_MODELS, type KnownModel } from "./known.ts";
import { modelsFolder } from "./paths.ts";
import { installRuntime, type RuntimePorts, runtimeHasGpu } from "./runtime.ts";
import type { AddedModel, AddPorts, AddRequest } from "./types.ts";

/** What tests replace. */
export interface AddTools {
  readonly download?: Pick<DownloadRequest, "free" | "write" | "pause">;
  readonly run?: NonNullable<RuntimePorts["run"]>;
}

/** All `gguf` models are of one provider: one process has them. */
export const PROVIDER: ProviderConfig = {
  name: "gguf",
  kind: "gguf",
  url: "",
  key: null,
  headers: {},
  allow: null,
  command: null,
};

const LEAST_CONTEXT = 512;

/**
 * Tokens of prompt and answer: memory grows with it, and a processor reads some hundred tokens a second,
 * fewer for a large model.
 */
function contextFor({ bytes, context }: GgufInfo, gpu: boolean): number {
  const most = gpu ? 8192 : bytes > 1e9 ? 2048 : 4096;
  return Math.max(LEAST_CONTEXT, Math.min(most, context ?? most));
}

/** The file in hunch's own folder, and how sure it is. */
interface Placed {
  readonly path: string;
  readonly sha256: string;
  readonly verifiedBy: string | null;
}

/** Throws UserError where it can't be added, and Cancelled when it is called off. */
export async function addModel(
  request: AddRequest,
  ports: AddPorts,
  tools: AddTools = {},
): Promise<AddedModel> {
  const { source, sum } = sourceOf(request);
  const known = KNOWN_MODELS.find(({ name }) => name === source) ?? null;
  const address = known?.url ?? (/^https?:\/\//i.test(source) ? source : null);
  const given = sum ?? (request.sha256 === null ? null : checkedSum(request.sha256));
  const placed =
    address === null
      ? await placeFile(source, given, request, ports)
      : await placeDownload(address, given, known, request, ports, tools);
  const info = await readGguf(placed.path);
  describe(info, placed, ports);
  await remember(placed, address === null ? source : shownAddress(address), ports);
  const { env, signal, confirm } = ports;
  const { run } = tools;
  await installRuntime({
    env,
    signal,
    say: (line) => ports.say(line),
    confirm: (question) => confirm.call(ports, question),
    gpu: request.gpu === true,
    ...(run === undefined ? {} : { run }),
  });
  const model: ModelConfig = {
    name: request.name ?? known?.name ?? nameOf(placed.path),
    provider: PROVIDER.name,
    id: placed.path,
    format: known?.format ?? null,
    context: contextFor(info, runtimeHasGpu(env)),
    price: null,
    extra: {},
  };
  await ports.write(PROVIDER, model);
  return {
    model,
    provider: PROVIDER,
    path: placed.path,
    bytes: info.bytes,
    architecture: info.architecture,
    infills: info.infill !== null,
    sha256: placed.sha256,
    verifiedBy: placed.verifiedBy,
  };
}

/** The sum may stand behind an address. */
function sourceOf({ source }: AddRequest): {
  readonly source: string;
  readonly sum: string | null;
} {
  const match = /^(https?:\/\/[^#]*)#(?:sha256[=:])?(.*)$/i.exec(source);
  return match ? { source: match[1]!, sum: checkedSum(match[2]!) } : { source, sum: null };
}

async function placeFile(
  source: string,
  given: string | null,
  request: AddRequest,
  ports: AddPorts,
): Promise<Placed> {
  const file = resolve(expandHome(source, ports.env));
  if (!(await isFile(file))) {
    const isPath = source.includes("/") || source.endsWith(".gguf");
    const names = KNOWN_MODELS.map(
      ({ name, bytes, about }) => `${name} (${megabytes(bytes)}, ${about})`,
    );
    throw new UserError(
      isPath
        ? `${source}: no such file`
        : `"${source}" is no file, no address and none of: ${names.join("; ")}`,
    );
  }
  // Before anything long is done with it.
  await readGguf(file);
  const sha256 = await sha256Of(file, ports.signal, (done, total) =>
    ports.progress({ what: "check", done, total }),
  );
  if (given !== null && given !== sha256) {
    throw new UserError(`${source} is not what it should be: its SHA-256 is ${sha256}`);
  }
  const real = await realpath(file);
  const folder = modelsFolder(ports.env);
  await mkdir(folder, { recursive: true });
  const own = join(await realpath(folder), basename(file));
  const path = join(folder, basename(file));
  const placed = { path, sha256, verifiedBy: given === null ? null : "you" };
  if (real === own) return placed;
  const temporary = join(folder, `.${basename(file)}.new`);
  await rm(temporary, { force: true });
  if (request.copy === true) {
    ports.progress({ what: "copy", done: 0, total: null });
    await copyFile(real, temporary);
  } else await symlink(real, temporary).catch(() => link(real, temporary));
  await rename(temporary, path);
  return placed;
}

async function placeDownload(
  address: string,
  given: string | null,
  known: KnownModel | null,
  request: AddRequest,
  ports: AddPorts,
  tools: AddTools,
): Promise<Placed> {
  if (!URL.canParse(address)) throw new UserError(`${address} is no address`);
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") {
    throw new UserError("An address with a name or a password in it is not taken");
  }
  const local = url.hostname === "localhost" || /^127\.|^\[::1\]$/.test(url.hostname);
  if (url.protocol !== "https:" && !local && given === null) {
    throw new UserError(`${url.host} is spoken to without encryption: give the sum with --sha256`);
  }
  const file = decodeURIComponent(url.pathname.split("/").at(-1) ?? "");
  const name = /^[\w.+-]{1,200}$/.test(file) ? file : `${request.name ?? "model"}.gguf`;
  const path = join(modelsFolder(ports.env), name.endsWith(".gguf") ? name : `${name}.gguf`);
  if (known !== null) ports.say(`${known.name}: ${known.about}, about ${megabytes(known.bytes)}`);
  ports.say(`From ${url.host}, as ${path}`);
  const proxies = proxyVariables(ports.env);
  const restore = proxies === undefined ? null : setGlobalProxyFromEnv(proxies);
  try {
    const { sha256, verifiedBy } = await download({
      ...tools.download,
      url: url.href,
      path,
      sha256: given,
      signal: ports.signal,
      progress: (done, total) => ports.progress({ what: "download", done, total }),
    });
    return { path, sha256, verifiedBy };
  } finally {
    restore?.();
  }
}

function describe(info: GgufInfo, placed: Placed, ports: AddPorts): void {
  const { architecture, name, bytes, context, infill } = info;
  const parts = [architecture, megabytes(bytes), context === null ? "" : `context ${context}`];
  ports.say(`${name || basename(placed.path)}: ${parts.filter((part) => part !== "").join(", ")}`);
  if (infill === null) {
    ports.say("It has no tokens for text between two others: it can't complete at the cursor.");
  }
  ports.say(
    placed.verifiedBy === null
      ? `Nobody named its SHA-256; it is ${placed.sha256} from now on.`
      : `Its SHA-256 is the one that ${placed.verifiedBy} named.`,
  );
}

/** Keeps the sum: the same name must not become another file unnoticed. */
async function remember(placed: Placed, source: string, ports: AddPorts): Promise<void> {
  const file = join(modelsFolder(ports.env), "sums.json");
  const sums = await readSums(file);
  const name = basename(placed.path);
  const before = sums[name]?.sha256;
  if (before !== undefined && before !== placed.sha256) {
    ports.say(`${name} was another file before (SHA-256 ${before}).`);
  }
  sums[name] = { sha256: placed.sha256, source, verifiedBy: placed.verifiedBy };
  await writeFile(`${file}.new`, `${JSON.stringify(sums, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

type Sums = Record<string, Pick<Placed, "sha256" | "verifiedBy"> & { readonly source: string }>;

async function readSums(file: string): Promise<Sums> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Sums;
  } catch (error) {
    // There is none yet, or somebody has spoiled it: it is written anew.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT")
      return {};
    throw error;
  }
}

async function isFile(path: string): Promise<boolean> {
  if (!isAbsolute(path)) return false;
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code) return false;
    throw error;
  }
}

/** A short name by that of a file: without the ending and the kind of its numbers. */
function nameOf(path: string): string {
  const name = basename(path)
    .replace(/\.gguf$/i, "")
    .replace(/[-_.](?:I?Q\d\w*|f16|f32|bf16)$/i, "");
  return name.toLowerCase().replace(/[^a-z0-9.-]+/g, "-") || "local";
}
