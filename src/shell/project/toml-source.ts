/** Cargo.toml and pyproject.toml. */
import { parse } from "smol-toml";
import {
  detailOf,
  isPlainName,
  kindOf,
  type Offer,
  type ProjectFile,
  type ProjectSource,
  tableOf,
} from "./source.ts";

export const cargoSource: ProjectSource = {
  files: ["Cargo.toml"],
  anywhere: true,
  read(file) {
    const toml = tableOf(parse(file.text));
    const offers: Offer[] = [
      { command: "cargo test", kind: "test", detail: "" },
      { command: "cargo build", kind: "build", detail: "" },
      { command: "cargo run", kind: "run", detail: "" },
      { command: "cargo clippy", kind: "lint", detail: "" },
      { command: "cargo fmt", kind: "format", detail: "" },
      { command: "cargo check", kind: "lint", detail: "" },
      { command: "cargo build --release", kind: "build", detail: "" },
    ];
    if ("workspace" in toml) {
      offers.push({ command: "cargo test --workspace", kind: "test", detail: "" });
    }
    for (const [key, option] of [
      ["bin", "--bin"],
      ["example", "--example"],
      ["bench", "--bench"],
    ] as const) {
      const listed = toml[key];
      if (!Array.isArray(listed)) continue;
      const verb = key === "bench" ? "bench" : "run";
      for (const name of listed.map((each) => tableOf(each).name)) {
        if (isPlainName(name)) {
          offers.push({ command: `cargo ${verb} ${option} ${name}`, kind: "run", detail: "" });
        }
      }
    }
    return offers;
  },
};

export const pythonSource: ProjectSource = {
  files: ["pyproject.toml"],
  anywhere: false,
  read(file) {
    const toml = tableOf(parse(file.text));
    const tool = tableOf(toml.tool);
    const runner = runnerOf(tool, file);
    const run = runner === "" ? "" : `${runner} run `;
    const offers: Offer[] = [];
    for (const scripts of [tableOf(toml.project).scripts, tableOf(tool.poetry).scripts]) {
      for (const [name, target] of Object.entries(tableOf(scripts))) {
        if (isPlainName(name)) {
          offers.push({ command: `${run}${name}`, kind: "run", detail: detailOf(target) });
        }
      }
    }
    const tasks: readonly (readonly [unknown, string])[] = [
      [tableOf(tool.pdm).scripts, "pdm run"],
      [tableOf(tool.poe).tasks, `${run}poe`],
      [tableOf(tool.taskipy).tasks, `${run}task`],
      [tableOf(tool.pixi).tasks, "pixi run"],
    ];
    for (const [table, command] of tasks) {
      for (const [name, task] of Object.entries(tableOf(table))) {
        if (!isPlainName(name) || name.startsWith("_")) continue;
        const detail = detailOf(
          typeof task === "string" ? task : (tableOf(task).help ?? tableOf(task).cmd),
        );
        offers.push({ command: `${command} ${name}`, kind: kindOf(name), detail });
      }
    }
    const mentions = (name: string): boolean =>
      name in tool || new RegExp(`["']${name}\\b`).test(file.text);
    const hasTests = file.siblings.has("tests") || file.siblings.has("test");
    if (mentions("pytest") || hasTests || file.siblings.has("conftest.py")) {
      offers.push({ command: `${run}pytest`, kind: "test", detail: "" });
    }
    if (mentions("ruff")) {
      offers.push({ command: `${run}ruff check .`, kind: "lint", detail: "" });
      offers.push({ command: `${run}ruff format .`, kind: "format", detail: "" });
    }
    if (mentions("mypy")) offers.push({ command: `${run}mypy .`, kind: "lint", detail: "" });
    if (mentions("black")) offers.push({ command: `${run}black .`, kind: "format", detail: "" });
    if (runner === "") offers.push({ command: "pip install -e .", kind: "install", detail: "" });
    else {
      const verb = runner === "uv" ? "sync" : "install";
      offers.push({ command: `${runner} ${verb}`, kind: "install", detail: "" });
    }
    return offers;
  },
};

function runnerOf(tool: Readonly<Record<string, unknown>>, file: ProjectFile): string {
  if (file.above.some((names) => names.has("uv.lock")) || "uv" in tool) return "uv";
  if (file.siblings.has("poetry.lock") || "poetry" in tool) return "poetry";
  if (file.siblings.has("pdm.lock") || "pdm" in tool) return "pdm";
  return "";
}
