/**
 * Fill in the middle: text at the cursor from models that were trained with control tokens for what
 * stands before and behind it.
 *
 * Prompts keep their beginnings while somebody types: in the order prefix, suffix, middle only what stands
 * behind the cursor is sent anew, so that it gets at most a twelfth of what stands before it (and 160
 * units where that is less: in a small file with nothing else the share of what stays is what it is). Models
 * that know the order suffix, prefix, middle get it: all but the last characters stay.
 */
import type { Format, FormatUse, Layout, Rendered, RenderOptions, Unfit } from "../format.ts";
import type { Prompt } from "../prompt.ts";
import type { Scene, SceneExcerpt } from "../scene.ts";
import { type Around, aroundCursor } from "./around.ts";
import { cleaned } from "./cleaned.ts";
import { FimReader } from "./fim-stream.ts";
import { type FimTemplate, FOREIGN_TOKENS, fimTemplates } from "./fim-templates.ts";
import { touchesMasked } from "./hunks.ts";
import { excerptKey, fitExcerpts, joined, UNITS } from "./parts.ts";
import { reservedIn, unfit } from "./tokens.ts";
import { type View, viewOf } from "./view.ts";
import { layoutOf } from "./window.ts";

/** Of the prompt, where the suffix comes first. */
const FIRST_SUFFIX_SHARE = 0.25;
const PREFIX_SHARE = 0.6;

/** The text around the cursor, and the files before it. */
interface Chosen extends Around {
  readonly files: readonly { readonly of: SceneExcerpt; readonly text: string }[];
}

function choose(view: View, template: FimTemplate, options: RenderOptions): Chosen {
  const { scene } = view;
  const most = options.tokens * UNITS;
  const { layout } = options;
  const { suffixFirst } = template;
  const write = template.file ?? (() => "");
  const others = template.file || options.infill ? scene.related : [];
  const share = others.length > 0 ? PREFIX_SHARE : 0.9 - (suffixFirst ? FIRST_SUFFIX_SHARE : 0);
  const behind = suffixFirst ? most * FIRST_SUFFIX_SHARE : undefined;
  const around = aroundCursor(view, most * share, layout, behind);
  const left = most * 0.95 - around.prefix.length - around.suffix.length;
  const withFiles = { ...view, scene: { ...scene, related: others } };
  const files = fitExcerpts(withFiles, left, template.tokens, layout, (excerpt) =>
    options.infill ? `${excerpt.path}\n${excerpt.text}` : write(excerpt),
  );
  return { ...around, files };
}

function promptOf(template: FimTemplate, scene: Scene, chosen: Chosen, asInfill: boolean): Prompt {
  const { prefix, suffix, files } = chosen;
  if (asInfill) {
    const others = files.map(({ of }) => ({ path: of.path, text: of.text }));
    return { kind: "infill", prefix, suffix, files: others };
  }
  const { path, project } = scene;
  const text = template.write({ prefix, suffix, files: joined(files), path, project });
  return { kind: "text", text };
}

function fimFormat(template: FimTemplate): Format {
  const generic = template.name === "infill";
  return {
    name: template.name,
    use: "complete" satisfies FormatUse,
    models: template.models,
    prompt: generic ? "infill" : "text",
    render(scene: Scene, given: RenderOptions): Rendered | Unfit {
      const options = generic ? { ...given, infill: true } : given;
      const view = viewOf(scene);
      const at = { from: scene.cursor, to: scene.cursor };
      if (touchesMasked(scene, at)) return { unfit: "the cursor is in a secret" };
      const chosen = choose(view, template, options);
      const token = reservedIn(
        template.tokens,
        chosen.prefix,
        chosen.suffix,
        scene.path,
        scene.project,
      );
      if (token !== null) return unfit(token);
      const layout: Layout = layoutOf(
        view,
        chosen.window,
        null,
        chosen.files.map(({ of }) => excerptKey(of)),
      );
      const cuts = template.stop;
      const leaks = [...template.tokens, ...FOREIGN_TOKENS].filter(
        (reserved) => !cuts.includes(reserved) && !scene.text.includes(reserved),
      );
      return {
        prompt: promptOf(template, scene, chosen, options.infill === true),
        // An endpoint that puts the tokens in knows which of them end an answer.
        stop: options.infill ? [] : cuts,
        maxTokens: options.answerTokens,
        layout,
        region: at,
        reader: () => cleaned(scene, () => new FimReader({ scene, cuts, leaks })),
      };
    },
  };
}

export const fimFormats: readonly Format[] = fimTemplates.map(fimFormat);
