/** What a file calls another one in its imports. */

function dirOf(path: string): string[] {
  return path.split("/").slice(0, -1);
}

/** The path that a relative module stands for, from the file that names it; no ending is added. */
export function resolved(from: string, module: string): string {
  const parts = dirOf(from);
  for (const part of module.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** A path as a file in another place names it: `./a`, `../b/a`. */
export function relativeTo(from: string, path: string): string {
  const dir = dirOf(from);
  const parts = path.split("/");
  let same = 0;
  while (same < dir.length && same < parts.length - 1 && dir[same] === parts[same]) same++;
  const up = dir.length - same;
  const rest = parts.slice(same).join("/");
  return up === 0 ? `./${rest}` : "../".repeat(up) + rest;
}

/** The relative module of one file, as another file in its place would name it. */
export function moved(module: string, from: string, to: string): string {
  if (!module.startsWith(".")) return module;
  return relativeTo(to, resolved(from, module));
}

/** The module of a script file; `endings`: whether this project's imports end in `.js` or `.ts`. */
export function scriptModule(from: string, path: string, ending: "" | ".js" | ".ts"): string {
  const bare = path.replace(/\.(?:d\.)?[cm]?[jt]sx?$/, "");
  const module = relativeTo(from, bare);
  if (ending !== "") return module + ending;
  return module.replace(/\/index$/, "") || ".";
}

/** The dotted module of a Python file, relative when they are in one package. */
export function pythonModule(from: string, path: string, relative: boolean): string {
  const bare = path.replace(/\.pyi?$/, "").replace(/\/__init__$/, "");
  if (relative) {
    const [dir, parts] = [dirOf(from), bare.split("/")];
    let same = 0;
    while (same < dir.length && same < parts.length - 1 && dir[same] === parts[same]) same++;
    return ".".repeat(dir.length - same + 1) + parts.slice(same).join(".");
  }
  return bare.replace(/^.*\b(?:src|lib)\//, "").replaceAll("/", ".");
}

/** The path of a Rust file's module in its crate. */
export function rustModule(path: string): string {
  const bare = path.replace(/\.rs$/, "").replace(/\/(?:mod|lib|main)$/, "");
  const inside = bare.replace(/^.*?(?:^|\/)src(?:\/|$)/, "");
  return inside === "" ? "crate" : `crate::${inside.replaceAll("/", "::")}`;
}
