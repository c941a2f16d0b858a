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
import { basename, join, resolve } from "node:path";
import { Cancelled, UserError } from "../../base/errors.ts";
import { expandHome } from "../config/paths.ts";
import type { ModelConfig, ProviderConfig } from "../model.ts";
import { proxyVariables } from "../wire/http-transport.ts";
import { checkedSum, sha256Of } from "./checksum.ts";
import { type DownloadRequest, download, megabytes, shownAddress } from "./download.ts";
import { type GgufInfo, readGguf } from "./gguf.ts";
import { KNOWN_MODELS, type KnownModel } from "./known.ts";
import { whyTooLarge } from "./memory.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { modelsFolder } from "./paths.ts";
import { prepareRuntime, type RuntimePorts, runtimeHasGpu } from "./runtime.ts";
import type { AddedModel, AddPorts, AddRequest } from "./types.ts";

/** What tests replace. */
export interface AddTools {
  readonly download?: Pick<DownloadRequest, "free" | "write" | "pause">;
  readonly run?: NonNullable<RuntimePorts["run"]>;
  /** Bytes of memory; absent: what there is. */
  readonly memory?: number;
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
export function addModel(
  request: AddRequest,
  ports: AddPorts,
  tools: AddTools = {},
): Promise<AddedModel> {
  return oneAtATime(modelsFolder(ports.env), () => add(request, ports, tools));
}

async function add(request: AddRequest, ports: AddPorts, tools: AddTools): Promise<AddedModel> {
  const { env, signal, confirm } = ports;
  const { source, sum } = sourceOf(request);
  const known = KNOWN_MODELS.find(({ name }) => name === source) ?? null;
  const address = known?.url ?? (/^https?:\/\//i.test(source) ? source : null);
  const given = sum ?? (request.sha256 === null ? null : checkedSum(request.sha256));
  // What can be known and asked before it takes long: nobody waits for a download to be told no.
  const from =
    address === null
      ? await fileOf(source, env)
      : downloadOf(address, given, request.name, modelsFolder(env));
  const bytes = typeof from === "string" ? (await readGguf(from)).bytes : (known?.bytes ?? 0);
  const ask = (question: string): Promise<boolean> => confirm.call(ports, question);
  const tooLarge = whyTooLarge(bytes, tools.memory);
  if (tooLarge !== null) {
    ports.say(`${basename(typeof from === "string" ? from : from.path)}: ${tooLarge}`);
    if (!(await ask("Add it all the same?"))) throw new Cancelled();
  }
  const { run } = tools;
  const install = await prepareRuntime({
    env,
    signal,
    say: (line) => ports.say(line),
    confirm: ask,
    gpu: request.gpu === true,
    ...(run === undefined ? {} : { run }),
  });
  const placed =
    typeof from === "string"
      ? await placeFile(from, given, request, ports)
      : await placeDownload(from, given, known, ports, tools);
  const info = await readGguf(placed.path);
  describe(info, placed, ports);
  if (bytes === 0) {
    const why = whyTooLarge(info.bytes, tools.memory);
    if (why !== null) ports.say(`It will not be loaded here: ${why}.`);
  }
  await remember(placed, typeof from === "string" ? source : shownAddress(from.url), ports);
  if (install !== null) {
    ports.progress({ what: "runtime", done: 0, total: null });
    await install();
  }
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

/** The absolute path of a file. */
async function fileOf(source: string, env: AddPorts["env"]): Promise<string> {
  const file = resolve(expandHome(source, env));
  const kind = await kindOf(file);
  if (kind === "file") return file;
  const isPath = kind !== null || source.includes("/") || source.endsWith(".gguf");
  if (isPath) throw new UserError(`${source}: ${kind === null ? "no such file" : "it is no file"}`);
  const names = KNOWN_MODELS.map(
    ({ name, bytes, about }) => `${name} (${megabytes(bytes)}, ${about})`,
  );
  throw new UserError(`"${source}" is no file, no address and none of: ${names.join("; ")}`);
}

async function placeFile(
  file: string,
  given: string | null,
  request: AddRequest,
  ports: AddPorts,
): Promise<Placed> {
  const sha256 = await summed(file, ports);
  if (given !== null && given !== sha256) {
    throw new UserError(`${file} is not what it should be: its SHA-256 is ${sha256}`);
  }
  const real = await realpath(file);
  const folder = modelsFolder(ports.env);
  await mkdir(folder, { recursive: true });
  const own = join(await realpath(folder), basename(file));
  const path = join(folder, basename(file));
  const placed = { path, sha256, verifiedBy: given === null ? null : "you" };
  if (real === own) return placed;
  await mayReplace(path, sha256, ports);
  const temporary = join(folder, `.${basename(file)}.new`);
  await rm(temporary, { force: true });
  if (request.copy === true) {
    ports.progress({ what: "copy", done: 0, total: null });
    await copyFile(real, temporary);
  } else await symlink(real, temporary).catch(() => link(real, temporary));
  await rename(temporary, path);
  return placed;
}

interface Wanted {
  readonly url: string;
  /** The absolute path that it gets. */
  readonly path: string;
}

/** Throws UserError when it is no address to download from. */
function downloadOf(
  address: string,
  given: string | null,
  name: string | null,
  folder: string,
): Wanted {
  if (!URL.canParse(address)) throw new UserError(`${address} is no address`);
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") {
    throw new UserError("An address with a name or a password in it is not taken");
  }
  const local = url.hostname === "localhost" || /^127\.|^\[::1\]$/.test(url.hostname);
  if (url.protocol !== "https:" && !local && given === null) {
    throw new UserError(`${url.host} is spoken to without encryption: give the sum with --sha256`);
  }
  const last = url.pathname.split("/").at(-1) ?? "";
  const own = (name ?? "model").replace(/[^\w.+-]+/g, "-");
  const file = /^[\w+-][\w.+-]{0,199}$/.test(last) ? last : own;
  return { url: url.href, path: join(folder, file.endsWith(".gguf") ? file : `${file}.gguf`) };
}

async function placeDownload(
  { url, path }: Wanted,
  given: string | null,
  known: KnownModel | null,
  ports: AddPorts,
  tools: AddTools,
): Promise<Placed> {
  if (known !== null) ports.say(`${known.name}: ${known.about}, about ${megabytes(known.bytes)}`);
  const there = (await readSums(modelsFolder(ports.env)))[basename(path)];
  const wanted = given ?? (there?.source === shownAddress(url) ? there.sha256 : null);
  if (there !== undefined && wanted === there.sha256 && (await kindOf(path)) === "file") {
    const sha256 = await summed(path, ports);
    if (sha256 === wanted) {
      ports.say(`It is there already: ${path}`);
      return { path, sha256, verifiedBy: given === null ? there.verifiedBy : "you" };
    }
  }
  await mayReplace(path, given, ports);
  ports.say(`From ${new URL(url).host}, as ${path}`);
  const proxies = proxyVariables(ports.env);
  const restore = proxies === undefined ? null : setGlobalProxyFromEnv(proxies);
  try {
    const { sha256, verifiedBy } = await download({
      ...tools.download,
      url,
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

function summed(path: string, ports: AddPorts): Promise<string> {
  return sha256Of(path, ports.signal, (done, total) =>
    ports.progress({ what: "check", done, total }),
  );
}

/** Asks before another file of the same name goes. `sha256`: of the new one; null: not known yet. */
async function mayReplace(path: string, sha256: string | null, ports: AddPorts): Promise<void> {
  if ((await kindOf(path)) === null) return;
  const name = basename(path);
  const before = (await readSums(modelsFolder(ports.env)))[name];
  if (before !== undefined && before.sha256 === sha256) return;
  ports.say(`There is a ${name} already${before === undefined ? "" : `, from ${before.source}`}.`);
  if (!(await ports.confirm("Replace it?"))) throw new Cancelled();
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
      ? `Its SHA-256, which nobody named, is noted: ${placed.sha256}`
      : `Its SHA-256 is the one that ${placed.verifiedBy} named.`,
  );
}

const SUMS = "sums.json";

/** Keeps the sum: the same name must not become another file unnoticed. */
async function remember(placed: Placed, source: string, ports: AddPorts): Promise<void> {
  const folder = modelsFolder(ports.env);
  const file = join(folder, SUMS);
  const sums = { ...(await readSums(folder)) };
  sums[basename(placed.path)] = { sha256: placed.sha256, source, verifiedBy: placed.verifiedBy };
  await writeFile(`${file}.new`, `${JSON.stringify(sums, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

type Sums = Record<string, Pick<Placed, "sha256" | "verifiedBy"> & { readonly source: string }>;

async function readSums(folder: string): Promise<Partial<Sums>> {
  try {
    const sums: unknown = JSON.parse(await readFile(join(folder, SUMS), "utf8"));
    return typeof sums === "object" && sums !== null ? (sums as Sums) : {};
  } catch (error) {
    // There is none yet, or somebody has spoiled it: it is written anew.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT")
      return {};
    throw error;
  }
}

/** Links are followed. Null: there is nothing, or nothing that may be read. */
async function kindOf(path: string): Promise<"file" | "other" | null> {
  try {
    return (await stat(path)).isFile() ? "file" : "other";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code) return null;
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
