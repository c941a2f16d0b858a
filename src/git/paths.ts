/** Commands of git over files by their names: however many there are, and whatever the names hold. */
import { UserError } from "../base/errors.ts";
import { type Fiber, until } from "../editor/fiber.ts";
import type { Repository } from "./repository.ts";

/** Runs a command that reads its paths from standard input. */
export function* runOnPaths(
  repository: Repository,
  args: readonly string[],
  names: readonly string[],
): Fiber {
  const input = names.join("\0");
  const command = [...args, "--pathspec-from-file=-", "--pathspec-file-nul"];
  yield* until(repository.run(command, { input }), "git");
}

/** Stages whole files, deleted ones, too. Throws UserError where `refuseFiltered` does. */
export function* stagePaths(repository: Repository, names: readonly string[]): Fiber {
  yield* refuseFiltered(repository, names);
  yield* runOnPaths(repository, ["add", "-A"], names);
}

/**
 * Throws UserError for a file that goes through a filter which must not run here: what git would store
 * or write without it is something else.
 */
export function* refuseFiltered(repository: Repository, names: readonly string[]): Fiber {
  if (repository.trusted) return;
  const input = names.join("\0");
  const output = yield* until(
    repository.run(["check-attr", "-z", "--stdin", "filter"], { input }),
    "git",
  );
  const fields = output.split("\0");
  for (let i = 0; i + 2 < fields.length; i += 3) {
    if (fields[i + 2] !== "unspecified" && fields[i + 2] !== "unset") {
      throw new UserError(`${fields[i]} goes through the filter ${fields[i + 2]}: :trust first`);
    }
  }
}
