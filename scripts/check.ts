/**
 * `npm run check`: types, lint and format, and the tests of the architecture; one line each, and the
 * output of what failed. The exit status is 1 when anything failed.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules", ".bin", name);

const checks = [
  { name: "types", args: [bin("tsc"), "--noEmit"] },
  { name: "lint and format", args: [bin("biome"), "check", "--max-diagnostics=100", "."] },
  { name: "architecture", args: [join(root, "scripts", "test.ts"), "test/architecture/"] },
] as const;

let failed = false;
for (const { name, args } of checks) {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  const ok = status === 0;
  if (!ok) process.stdout.write(`${stdout}${stderr}`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${ok ? "ok    " : "FAILED"}  ${name} (${seconds} s)`);
  failed ||= !ok;
}
process.exitCode = failed ? 1 : 0;
