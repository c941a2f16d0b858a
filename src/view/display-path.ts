/** How a path is shown: relative below the working directory, with `~` below the home. */

let home = "";

/** Tells where the user's home is (an absolute path); nothing is shortened to `~` before. */
export function setHome(path: string): void {
  home = path.replace(/\/+$/, "");
}

export function displayPath(path: string, cwd: string): string {
  const base = cwd.endsWith("/") ? cwd : `${cwd}/`;
  if (path.startsWith(base)) return path.slice(base.length);
  if (home !== "" && path.startsWith(`${home}/`)) return `~${path.slice(home.length)}`;
  return path;
}
