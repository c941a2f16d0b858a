/** What servers call the kinds of text that have another name in Vim. */
const LANGUAGE_IDS: Readonly<Record<string, string>> = {
  cs: "csharp",
  cuda: "cuda-cpp",
  dosbatch: "bat",
  dosini: "ini",
  gitcommit: "git-commit",
  gitrebase: "git-rebase",
  gomod: "go.mod",
  make: "makefile",
  objc: "objective-c",
  objcpp: "objective-cpp",
  ps1: "powershell",
  sh: "shellscript",
  tex: "latex",
  text: "plaintext",
};

/** The language identifier of a file type. `path` tells go.work from go.mod. */
export function languageId(filetype: string, path: string): string {
  if (filetype === "gomod" && path.endsWith("go.work")) return "go.work";
  return LANGUAGE_IDS[filetype] ?? filetype;
}
