/** The model that is added, and what it is for. */
import { messageOf, UserError } from "../../base/errors.ts";
import { roleOf } from "../../models/config/change.ts";
import { formatNames } from "../../models/config/file.ts";
import { KINDS, USUAL_CONTEXTS } from "../../models/config/kinds.ts";
import type { FormatUse } from "../../models/format.ts";
import { formatFor, formats } from "../../models/formats/all.ts";
import {
  type ModelConfig,
  type ModelsConfig,
  type ProviderConfig,
  ROLES,
  type Role,
} from "../../models/model.ts";
import { type AddOptions, checkName, checkStopped, type KeptPorts, unused } from "./add-options.ts";
import type { Console } from "./console.ts";
import { type Offer, offeredModels } from "./offered.ts";

const MOST_LISTED = 40;

export async function modelOf(
  provider: ProviderConfig,
  options: AddOptions,
  config: ModelsConfig,
  ports: KeptPorts,
  interactive: boolean,
): Promise<ModelConfig> {
  const { console, env, signal } = ports;
  let offers: readonly Offer[] = [];
  let why = "";
  if (interactive || options.model === undefined) {
    try {
      offers = await offeredModels(provider, env, signal);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      why = messageOf(error);
    }
    checkStopped(signal);
    if (why === "" && offers.length === 0) why = `${provider.name} lists no models`;
  }
  const usual = KINDS[provider.kind].models;
  let id = options.model ?? "";
  if (id === "" && interactive) id = await askModel(console, offers, usual, why);
  else if (id === "") {
    id = usual[0] ?? (offers.length === 1 ? offers[0]!.id : "");
    if (id === "") {
      const ids = offers.slice(0, MOST_LISTED).map((offer) => offer.id);
      throw new UserError(
        ids.length > 0 ? `--model: one of ${ids.join(", ")}` : `Name a model with --model (${why})`,
      );
    }
  }
  const context = options.context === undefined ? null : Number(options.context);
  if (context !== null && !Number.isInteger(context)) {
    throw new UserError(`--context: ${options.context} is no number`);
  }
  if (options.format !== undefined && !formats.some(({ name }) => name === options.format)) {
    throw new UserError(`--format: there are ${formatNames().join(", ")}`);
  }
  const same = config.models.find((each) => each.provider === provider.name && each.id === id);
  const name = options.name ?? same?.name ?? unused(modelName(id), config.models);
  checkName(name);
  const offered = offers.find((offer) => offer.id === id)?.context ?? null;
  return {
    name,
    provider: provider.name,
    id,
    format: options.format ?? same?.format ?? null,
    context: context ?? same?.context ?? offered ?? USUAL_CONTEXTS[provider.kind],
    price: same?.price ?? null,
    extra: same?.extra ?? {},
  };
}

async function askModel(
  console: Console,
  offers: readonly Offer[],
  usual: readonly string[],
  why: string,
): Promise<string> {
  if (why !== "") console.say(`  (${why})`);
  const ids = offers.map(({ id }) => id);
  if (ids.length > 0 && ids.length <= MOST_LISTED) {
    console.say("Which model?");
    const at = ids.findIndex((id) => usual.includes(id));
    return ids[await console.choose("Number", ids, Math.max(0, at))]!;
  }
  for (;;) {
    const id = await console.ask("Model, as its provider calls it", usual[0]);
    if (id !== "" && (ids.length === 0 || ids.includes(id))) return id;
    const like = ids.filter((each) => each.includes(id)).slice(0, MOST_LISTED);
    if (like.length > 0) console.say(`  ${like.join(", ")}`);
    else console.say(ids.length > 0 ? `  none of ${ids.length} is called so` : "  a name, please");
  }
}

export async function rolesOf(
  provider: ProviderConfig,
  model: ModelConfig,
  options: AddOptions,
  config: ModelsConfig,
  ports: KeptPorts,
  interactive: boolean,
): Promise<readonly Role[]> {
  if (options.role !== undefined)
    return options.role.flatMap((roles) => roles.split(",")).map(roleOf);
  const fit = fittingRoles(provider, model);
  const free = fit.filter((role) => config.roles[role] === undefined);
  if (!interactive) return free;
  const { console } = ports;
  console.say(
    "For what? complete (text at the cursor), edit (next edits), chat, command (CTRL-\\ k)",
  );
  for (;;) {
    const answer = await console.ask("Roles", (free.length > 0 ? free : fit).join(",") || "none");
    if (answer === "none") return [];
    try {
      return answer
        .split(/[\s,]+/)
        .filter((role) => role !== "")
        .map(roleOf);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      console.say(`  ${messageOf(error)}`);
    }
  }
}

/** Formats in which any model can be asked that takes part in conversations. */
const ANY_MODEL: readonly string[] = ["chat-fim", "patch"];

/** How models for conversations are told from base models of their family. */
const TALKS = /instruct|chat|[-_]it\b/i;

/**
 * What a model is good for by itself: Tab asks often, so that one that was not trained for it (slow, dear)
 * gets such a role only when its user says so.
 */
export function fittingRoles(provider: ProviderConfig, model: ModelConfig): readonly Role[] {
  const usual = KINDS[provider.kind].roles;
  const isTrained = (use: FormatUse): boolean => {
    const format = formatFor(model, provider, use);
    return format !== null && (model.format !== null || !ANY_MODEL.includes(format.name));
  };
  // A base model goes on with a conversation as with any text.
  const isBase = (isTrained("complete") || isTrained("edit")) && !TALKS.test(model.id);
  return ROLES.filter((role) => {
    if (role === "chat" || role === "command") return usual.includes(role) && !isBase;
    return isTrained(role);
  });
}

/** `qwen` of `Qwen/Qwen2.5-Coder-7B:latest`. */
function modelName(id: string): string {
  const last = id.replace(/^.*\//, "");
  return /^[a-z]{2,}/i.exec(last)?.[0].toLowerCase() ?? "model";
}
