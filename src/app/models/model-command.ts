/** `:Model`. */
import { UserError } from "../../base/errors.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { type ModelsConfig, ROLES } from "../../models/model.ts";

/** What the command can do. */
export interface ModelActions {
  config(): ModelsConfig;
  status(): Fiber;
  /** A model for a role, in models.toml, too; "" for none. */
  use(role: string, name: string): void;
  test(names: readonly string[]): Fiber;
  /** Reads models.toml again. */
  reload(): void;
}

export const MODEL_WORDS: readonly string[] = ["use", "on", "off", "test", "reload", "status"];

/** The words of the completion: subcommands, and behind `use` roles and models. */
export function modelWords(config: ModelsConfig, typed: string): readonly string[] {
  const words = typed.trimStart().split(/\s+/);
  const names = config.models.map(({ name }) => name);
  if (words[0] === "use")
    return words.length > 2 ? [...names, "none"] : words.length > 1 ? ROLES : ["use"];
  if (words[0] === "test") return words.length > 1 ? names : ["test"];
  return words.length > 1 ? [] : MODEL_WORDS;
}

export function runModelCommand(editor: Editor, args: string, actions: ModelActions): Fiber | void {
  const [name = "", ...rest] = args.trim().split(/\s+/);
  if (rest.length > 0 && name !== "use" && name !== "test" && MODEL_WORDS.includes(name)) {
    throw new UserError(`E488: Trailing characters: ${rest.join(" ")}`);
  }
  switch (name) {
    case "":
    case "status":
      return actions.status();
    case "on":
    case "off":
      editor.options.set("model", name === "on");
      editor.events.emit("option", { name: "model" });
      editor.showMessage(`Models are ${name}`);
      return;
    case "use": {
      const [role, model] = rest;
      if (role === undefined || model === undefined || rest.length > 2) {
        throw new UserError(`E471: :Model use ROLE NAME (roles: ${ROLES.join(", ")})`);
      }
      actions.use(role, model === "none" ? "" : model);
      return;
    }
    case "test":
      return actions.test(rest);
    case "reload":
      actions.reload();
      return;
    default:
      throw new UserError(`E475: Invalid argument: ${name}`);
  }
}
