/** How fish and bash are asked for completions, and what they answer. */
import type { Completion } from "./bridge.ts";

export interface CompletionShell {
  readonly name: "fish" | "bash";
  /** The program, absolute. */
  readonly file: string;
}

export interface Asked {
  /** The command line up to the cursor, without what stands before its last command. */
  readonly line: string;
  /** Its words as they are written; the last one may be empty. */
  readonly words: readonly string[];
}

export interface Invocation {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * fish without its configuration (which may start anything), but with its completions and the user's.
 * It makes folders for its configuration when it starts: those are in `scratch`, and what it runs
 * sees the user's own again.
 */
const FISH = `
set -l config $HUNCH_CONFIG
set -l data $HUNCH_DATA
set -q __fish_data_dir; or exit
set -g fish_function_path $config/fish/functions $__fish_data_dir/vendor_functions.d $__fish_data_dir/functions
set -g fish_complete_path $config/fish/completions $__fish_data_dir/vendor_completions.d $__fish_data_dir/completions $data/fish/generated_completions
set -e HUNCH_CONFIG HUNCH_DATA
set -e XDG_CONFIG_HOME; set -e XDG_DATA_HOME
test -n "$HUNCH_CONFIG_WAS"; and set -gx XDG_CONFIG_HOME $HUNCH_CONFIG_WAS
test -n "$HUNCH_DATA_WAS"; and set -gx XDG_DATA_HOME $HUNCH_DATA_WAS
set -e HUNCH_CONFIG_WAS HUNCH_DATA_WAS
complete --do-complete=$argv[1]
`;

/**
 * bash without its configuration, with bash-completion where that is installed. The words come as they
 * are in COMP_WORDS; what a completion answers is in the place of the last one.
 */
const BASH = `
main=$1; folders=$2; line=$3; shift 3
[[ -n $main ]] && source "$main"
COMP_LINE=$line COMP_POINT=\${#line} COMP_TYPE=9 COMP_KEY=9
COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
name=\${COMP_WORDS[0]##*/}; cur=\${COMP_WORDS[COMP_CWORD]}; prev=
(( COMP_CWORD > 0 )) && prev=\${COMP_WORDS[COMP_CWORD - 1]}
load() {
  spec=$(complete -p -- "$name" 2>/dev/null) && return
  if declare -F __load_completion >/dev/null; then __load_completion "$name"
  elif declare -F _completion_loader >/dev/null; then _completion_loader "$name"
  else
    local IFS=:
    for folder in $folders; do [[ -r $folder/$name ]] && { source "$folder/$name"; break; }; done
  fi
  spec=$(complete -p -- "$name" 2>/dev/null)
}
load
COMPREPLY=()
if [[ $spec =~ ' -F '([^ ]+) ]]; then
  "\${BASH_REMATCH[1]}" "$name" "$cur" "$prev"
elif [[ $spec =~ ' -W '("'"([^"'"]*)"'") ]]; then
  COMPREPLY=($(compgen -W "\${BASH_REMATCH[2]}" -- "$cur"))
fi
printf '%s\\n' "\${COMPREPLY[@]}"
`;

export interface ShellFolders {
  readonly home: string;
  readonly config: string | undefined;
  readonly data: string | undefined;
  /** Where fish may make its folders, absolute. */
  readonly scratch: string;
  /** bash-completion's own script, absolute; empty: not installed. */
  readonly bashCompletion: string;
  /** Folders with one completion script for each command. */
  readonly bashFolders: readonly string[];
}

export function invocationOf(
  shell: CompletionShell,
  { line, words }: Asked,
  folders: ShellFolders,
): Invocation {
  if (shell.name === "fish") {
    const { home, config, data, scratch } = folders;
    return {
      args: ["--no-config", "--private", "-c", FISH, "--", line],
      env: {
        HUNCH_CONFIG: config ?? `${home}/.config`,
        HUNCH_DATA: data ?? `${home}/.local/share`,
        HUNCH_CONFIG_WAS: config ?? "",
        HUNCH_DATA_WAS: data ?? "",
        XDG_CONFIG_HOME: scratch,
        XDG_DATA_HOME: scratch,
      },
    };
  }
  const broken = words.flatMap(brokenWord);
  return {
    args: [
      "--noprofile",
      "--norc",
      "-c",
      BASH,
      "bash",
      folders.bashCompletion,
      folders.bashFolders.join(":"),
      line,
      ...broken,
    ],
    env: {},
  };
}

/** As bash breaks words for completions, at "=" and ":". */
function brokenWord(word: string): string[] {
  const parts = word.split(/([=:]+)/);
  if (parts.length === 1) return [word];
  return parts.filter((part, index) => part !== "" || index === parts.length - 1);
}

const MOST = 500;
const LONGEST = 300;

/** What was written, as whole last words; those that begin with `last` only. */
export function completionsIn(
  shell: CompletionShell,
  output: string,
  last: string,
): readonly Completion[] {
  const found: Completion[] = [];
  const seen = new Set<string>();
  const begin = shell.name === "bash" ? (/^.*[=:]/s.exec(last)?.[0] ?? "") : "";
  for (const line of output.split("\n")) {
    if (found.length >= MOST) break;
    const [word = "", description = ""] = shell.name === "fish" ? line.split("\t") : [line];
    const bare = shell.name === "bash" ? word.replace(/ +$/, "") : word;
    const text = bare.startsWith(last) ? bare : begin + bare;
    if (bare === "" || !text.startsWith(last) || text.length > LONGEST || seen.has(text)) continue;
    if (/[\p{Cc}\s]/u.test(text)) continue;
    seen.add(text);
    found.push({ text, description: description.trim() });
  }
  return found;
}
