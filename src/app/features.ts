/**
 * What is not needed for the first frame: syntax, language servers, git, pickers. It is loaded behind
 * that frame; in the bundle it is a file of its own (`dist/features.cjs`) that shares the modules of
 * the program (scripts/build-features.ts).
 */

import { installDiff } from "../commands/diff.ts";
import { installQuickfix } from "../commands/quickfix/commands.ts";
import type { Editor } from "../editor/editor.ts";
import type { FeatureHost } from "../editor/host.ts";
import type { Window } from "../editor/window.ts";
import { installGit } from "../git/install.ts";
import { installLsp } from "../language/lsp/install.ts";
import { installStructure } from "../language/structure/install.ts";
import { installSyntax } from "../language/syntax/install.ts";
import type { Cursor, Layer } from "../screen/layer.ts";
import { terminalsOf } from "../shell/terminals.ts";
import { threadCompleter } from "../tab/complete/thread.ts";
import { installTabFeatures } from "../tab/install-features.ts";
import { installNextActions } from "../tab/next/install.ts";
import { namesOf } from "../tab/server/candidates.ts";
import { installTabServers } from "../tab/server/install.ts";
import type { Palette } from "../view/palette.ts";
import type { WindowPainter } from "../view/window-painter.ts";
import { completeFiles } from "./complete-files.ts";
import { installCompletionScreen } from "./completion-screen.ts";
import { featureSections } from "./feature-health.ts";
import type { HealthSection } from "./health-sections.ts";
import { installLanguageKeys } from "./language-keys.ts";
import { LateModels } from "./late-models.ts";
import { LateShell } from "./late-shell.ts";
import { installPickers } from "./pickers/install.ts";
import { installRemote } from "./remote-editor.ts";
import { installStickyContext } from "./sticky-context.ts";
import { structureCommands } from "./structure-keys.ts";
import { installSuggestionScreen, rehearseSuggestions } from "./suggestion-screen.ts";
import { ignoredByGit, projectFilePorts } from "./tab-files.ts";
import { installTrust } from "./trust.ts";
import { VERSION } from "./version.ts";

/** The screen, for features that draw over the windows. */
export interface FeatureScreen {
  push(layer: Layer): void;
  remove(layer: Layer): void;
  /** The styles of the theme that is shown now. */
  palette(): Palette;
  /** Where the cursor was drawn in the windows; null: it was not. */
  cursor(): Cursor | null;
  /** Puts a layer right above the windows, below all others. */
  pushUnder(layer: Layer): void;
  /** What draws a window. */
  painter(win: Window): WindowPainter;
  /** Presses the left button at a screen cell. */
  pressAt(row: number, col: number): void;
  /** Scrolls a window by rows, its cursor stays in it. */
  scroll(win: Window, rows: number): void;
  /** The terminal shows no colours. */
  isPlain(): boolean;
}

export { featureSections, installTabFeatures, rehearseSuggestions };

export interface Features {
  /** Called before each frame. */
  frame(): void;
  /** `updatetime` has passed without a key. */
  idle(): void;
  /** What a health report says of them. */
  health(): HealthSection[];
  /** Loads the part that waits until something asks for it; false when it is there. */
  more(): boolean;
  /** Something is loaded or computed that is to be seen soon. */
  busy(): boolean;
  /** The editor ends: processes are told, and killed when they do not go within a second. */
  close(): Promise<void>;
}

/** All of it at once, and the part that waits. */
export function installFeatures(
  editor: Editor,
  host: FeatureHost,
  screen: FeatureScreen,
): Features {
  const steps = featureSteps(editor, host, screen);
  for (;;) {
    const step = steps.next();
    if (!step.done) continue;
    step.value.more();
    return step.value;
  }
}

/** Between two steps, a millisecond or so each, keys are worked off. */
export function* featureSteps(
  editor: Editor,
  host: FeatureHost,
  screen: FeatureScreen,
): Generator<void, Features> {
  installTrust(editor, host);
  const diff = installDiff(editor, host);
  const syntax = installSyntax(editor, host);
  yield;
  const structure = installStructure(editor, host);
  editor.commands.add(...structureCommands());
  installStickyContext(editor, screen);
  const git = installGit(editor, host);
  yield;
  const servers = installLsp(editor, host, VERSION);
  const language = installLanguageKeys(editor, servers, screen);
  yield;
  const completion = installCompletionScreen(editor, host, servers, screen);
  installQuickfix(editor);
  yield;
  const completer = threadCompleter(completeFiles(editor, host.env));
  const tab = installTabFeatures(editor, {
    quietMs: () => host.quietMs(),
    completer,
    store: host.store,
    files: projectFilePorts(editor, host, git),
    isIgnored: ignoredByGit(git),
    offered: () => namesOf(completion.items()),
  });
  const tabServers = installTabServers(editor, host, {
    servers,
    git,
    items: () => completion.items(),
    closed: (path) => tab.closed(path),
    bring: (paths, signal) => tab.bring(paths, signal),
  });
  installSuggestionScreen(editor, screen);
  yield;
  const shell = new LateShell(editor, host, screen);
  tabServers.followFailures();
  const actions = installNextActions(editor, host, tab.arbiter, {
    terminals: terminalsOf(editor),
  });
  const remote = installRemote(editor, host, terminalsOf(editor));
  const pickers = installPickers(editor, host, screen);
  const models = new LateModels(editor, host, {
    tab,
    servers,
    git,
    terminals: terminalsOf(editor),
  });
  return {
    frame() {
      diff.frame();
      completion.frame();
      tab.frame();
      actions.frame();
      shell.get()?.frame();
      models.get()?.frame();
    },
    idle() {
      pickers.idle();
      structure.idle();
      language.idle();
      git.idle();
      tab.idle();
      models.idle();
    },
    more: () => shell.load(),
    busy: () => syntax.service.busy,
    health: () => [
      ...featureSections({
        env: host.env,
        cwd: editor.cwd,
        trust: host.trust,
        servers: editor.featureTables.get("servers")?.table,
      }),
      { title: "Terminals", items: shell.health() },
      { title: "Models", items: models.health() },
    ],
    async close() {
      language.close();
      tabServers.close();
      remote.close();
      const learned = tab.close();
      const ended = servers.close();
      git.close();
      structure.close();
      syntax.close();
      pickers.close();
      await models.close();
      await Promise.all([ended, learned, completer.close(), shell.get()?.close(), actions.close()]);
    },
  };
}
