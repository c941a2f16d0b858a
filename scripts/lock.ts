/**
 * `sh bin/node scripts/lock.ts`, after every `npm install`: makes package-lock.json fit for `npm ci`.
 *
 * - An optional package of another platform that the registry of the day does not hold is left out by
 *   npm, and `npm ci` then calls the lock stale everywhere. It is named here with its platform, so
 *   that npm skips it where it does not fit and fetches it (unchecked: its hash is unknown) where it does.
 * - `engines` of dependencies are dropped: everything runs on the pinned Node 24, whatever Node runs
 *   npm, and their warnings would only be noise.
 * - `resolved` is dropped: no registry is preferred.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Entry {
  version?: string;
  resolved?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dev?: boolean;
  optional?: boolean;
  engines?: unknown;
  optionalDependencies?: Record<string, string>;
}

/** `@scope/binding-linux-arm64-musl` → its entry; null where the name tells no platform. */
function platformEntry(name: string, version: string, dev: boolean): Entry | null {
  const found = /(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-([a-z]+))?$/.exec(
    name,
  );
  if (!found) return null;
  const [, os = "", arch = "", abi = ""] = found;
  const libc = abi.startsWith("musl") ? ["musl"] : abi.startsWith("gnu") ? ["glibc"] : null;
  return {
    version,
    cpu: [arch],
    ...(dev ? { dev: true } : {}),
    ...(libc && os === "linux" ? { libc } : {}),
    optional: true,
    os: [os],
  };
}

const path = join(import.meta.dirname, "..", "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8")) as { packages: Record<string, Entry> };
const { packages } = lock;
for (const [place, entry] of Object.entries(packages)) {
  if (place === "") continue;
  delete entry.engines;
  delete entry.resolved;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const child = `node_modules/${name}`;
    if (packages[child] || packages[`${place}/${child}`]) continue;
    const made = platformEntry(name, version, entry.dev === true);
    if (!made) throw new Error(`${place} wants ${name}, which the lock lacks`);
    packages[child] = made;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
