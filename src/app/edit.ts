/** Starts the editor on this process's terminal. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { Trust } from "../base/trust.ts";
import { fireEvent } from "../commands/ex/autocommands.ts";
import type { OpenBrowser } from "../commands/help/browse.ts";
import { loadConfig } from "../config/load.ts";
import { checkDocuments } from "../editor/buffers.ts";
import type { Editor } from "../editor/editor.ts";
import { type Decoded, decode } from "../editor/files/encoding.ts";
import { resizeScreen } from "../editor/layout-windows.ts";
import { stateFolder } from "../store/folder.ts";
import { Store } from "../store/store.ts";
import { needsAscii } from "../term/capabilities.ts";
import { systemDevices } from "../term/system.ts";
import { DEFAULT_OPTIONS, Terminal, type TerminalOptions } from "../term/terminal.ts";
import { Text } from "../text/text.ts";
import { displayPath, setHome } from "../view/display-path.ts";
import type { Invocation } from "./args.ts";
import { connectClipboard } from "./clipboard.ts";
import { compiledBundle } from "./compiled.ts";
import { composeEditor } from "./compose.ts";
import type { FeatureScreen, Features } from "./features.ts";
import { FileCare } from "./file-care.ts";
import { installHealth } from "./health.ts";
import { browserOpener } from "./help-panel.ts";
import { HistoryStore } from "./history-store.ts";
import { featuresModule, LateFeatures } from "./late-features.ts";
import { menuOf } from "./menus.ts";
import { openingFiber, runBefore } from "./opening.ts";
import { Recovery } from "./recovery.ts";
import { Screen } from "./screen.ts";
import { SearchCount } from "./search-count.ts";
import { Session } from "./session.ts";
import { SlowLine } from "./slow-line.ts";
import { mark, startupReport } from "./startup.ts";
import { installTerminalCommands } from "./terminal-commands.ts";
import { terminalShell } from "./terminal-shell.ts";
import { ThemeSwitch } from "./theme-switch.ts";
import { UndoKeeper } from "./undo-keeper.ts";
import { VERSION } from "./version.ts";
import { warmUp } from "./warm-up.ts";
import { windowActions } from "./window-actions.ts";

const THREAD_DELAY_MS = 500;
/** So long after a key, work begins that is not for its own frame. */
const PAUSE_MS = 10;
/** So long after a frame predictors are asked: the terminal has read it by then. */
const GHOST_PAUSE_MS = 3;

export async function edit(invocation: Invocation): Promise<void> {
  const text = invocation.files.includes("-") ? readStandardInput() : null;
  const terminal = new Terminal(systemDevices(), DEFAULT_OPTIONS);
  mark("terminal found");
  const holder: { session: Session | null; browser: OpenBrowser } = {
    session: null,
    browser: () => {
      throw new Error("The help browser opens on a screen only");
    },
  };
  const quietMs = (): number => holder.session?.quietMs ?? PAUSE_MS;
  // While keys follow each other closely, nobody looks at what is not for their own frame. To start
  // a timer costs a key more than a place among the microtasks, which run behind its frame.
  const afterFrame = (callback: () => void): void => {
    queueMicrotask(() => {
      const quiet = quietMs();
      if (quiet < PAUSE_MS) setTimeout(callback, PAUSE_MS - quiet);
      else setImmediate(callback);
    });
  };
  const editor = composeEditor(
    { now: () => Date.now(), poll: () => holder.session?.poll() },
    {
      // A burst of keys is worked off and drawn in one turn of the event loop.
      afterFrame: (callback) => queueMicrotask(() => void setTimeout(callback, GHOST_PAUSE_MS)),
      nextTurn: (callback) => void setImmediate(callback),
      later: (ms, callback) => void setTimeout(callback, ms).unref(),
      redraw: () => holder.session?.redraw(),
      tellsTab: () => terminal.capabilities.keyboard === "kitty",
    },
    (first) => holder.browser(first),
  );
  editor.version = VERSION;
  editor.cwd = resolve(process.env.INIT_CWD ?? process.cwd());
  setHome(homedir());
  if (needsAscii(process.env)) editor.options.set("ascii", true);
  runBefore(editor, invocation.before);
  mark("commands and keys");
  const config = await loadConfig(editor, {
    env: process.env,
    clean: invocation.clean,
    file: invocation.config,
    commandsFollow: true,
  });
  mark("configuration");
  const folder = stateFolder(process.env);
  const recovery = new Recovery(editor, {
    folder,
    env: process.env,
    redraw: () => holder.session?.redraw(),
  });
  const files = new FileCare(editor, {
    setup: config.setup,
    recovery,
    redraw: () => holder.session?.redraw(),
  });
  terminal.start();
  mark("terminal taken");
  process.on("uncaughtException", (error) => crashed(terminal, recovery, error));
  process.on("unhandledRejection", (error) => crashed(terminal, recovery, error));

  const { rows, cols } = terminal.size;
  // It makes room for the first file, which is buffer 1.
  const opens = invocation.files.length > 0;
  const empty = editor.addDocument(Text.empty, null, opens ? 0 : undefined);
  editor.addTab(editor.newWindow(empty));
  resizeScreen(editor, rows, cols);
  const modes = editor.mainFiber;
  editor.mainFiber = function* (self: Editor) {
    // `:normal` runs a main fiber of its own, also while files are opened.
    self.mainFiber = modes;
    yield* openingFiber(self, empty, invocation, text);
    if (invocation.files.length === 0 && self.doc === empty) yield* recovery.unnamed(empty);
    recovery.started = true;
    // For a buffer that nothing was opened in; any other has been entered by now.
    self.events.emit("window-enter", self.win);
    fireEvent(self, "VimEnter", self.doc);
    yield* modes(self);
  };
  const themes = new ThemeSwitch(editor, config.themeFolders, () => terminal.capabilities.colours);
  const theme = await themes.first();
  const screen = new Screen(
    editor,
    theme,
    terminal.styles,
    () => terminal.createGrid(),
    (self) => menuOf(editor, self),
  );
  screen.view.mouse.actions = windowActions(editor);
  const layersOf = (drawn: Screen): FeatureScreen => ({
    push: (layer) => drawn.compositor.push(layer),
    remove: (layer) => drawn.compositor.remove(layer),
    palette: () => drawn.colours,
    cursor: () => drawn.view.cursor(),
    pushUnder: (layer) => drawn.compositor.pushUnder(layer),
    painter: (win) => drawn.view.painter(win),
    pressAt: (row, col) => drawn.view.mouse.pressAt(row, col),
    scroll: (win, rows) => drawn.view.mouse.actions?.scroll(win, rows),
    isPlain: () => terminal.capabilities.colours === "mono",
  });
  const layers = layersOf(screen);
  holder.browser = browserOpener(editor, {
    ...layers,
    redraw: () => holder.session?.redraw(),
  });
  installHealth(editor, () => {
    const { capabilities } = terminal;
    const more = late.get()?.health() ?? [];
    return { env: process.env, version: VERSION, capabilities, config, more };
  });
  installTerminalCommands(editor, terminal);
  mark("theme and screen");

  const store = invocation.clean ? null : new Store({ folder, onMessage: (m) => warn(editor, m) });
  const histories = store && new HistoryStore(editor, store);
  files.undo = store && new UndoKeeper(editor, store, (doc) => recovery.isLogged(doc));
  editor.shell = terminalShell(terminal);
  let endWarmUp = (): void => {};
  const late = new LateFeatures({
    quietMs,
    install: (module) =>
      module.featureSteps(
        editor,
        {
          redraw: () => holder.session?.redraw(),
          afterFrame,
          quietMs,
          env: process.env,
          stateFolder: invocation.clean ? null : folder,
          configFolder: invocation.clean || invocation.config !== null ? null : config.folder,
          trust: new Trust(invocation.clean ? null : folder),
          store,
        },
        layers,
      ),
    loaded() {
      // Keys of the configuration may name their commands.
      config.check();
      holder.session?.redraw();
    },
  });
  editor.loadRest = () => late.load() || (late.get()?.more() ?? false);
  const flushClipboard = connectClipboard(editor, terminal);
  const session = new Session(editor, terminal, screen, {
    focus(gained) {
      editor.events.emit("focus", { gained });
      fireEvent(editor, gained ? "FocusGained" : "FocusLost", editor.doc);
      if (gained) checkDocuments(editor);
    },
    idle() {
      if (editor.mode === "normal" && session.loop.idle)
        fireEvent(editor, "CursorHold", editor.doc);
      else if (editor.mode === "insert") fireEvent(editor, "CursorHoldI", editor.doc);
      histories?.save();
      files.undo?.saveAll();
      late.get()?.idle();
    },
    busy: () => recovery.flush(),
    async leaving() {
      endWarmUp();
      histories?.save();
      files.undo?.saveAll();
      files.close();
      // Features write what they learned to the database when they end.
      await Promise.all([flushClipboard(), recovery.leave(), late.get()?.close()]);
      await store?.close();
    },
    ended: (code) => process.exit(code),
  });
  holder.session = session;
  config.applied = () => session.redraw();
  mark("files");
  session.start();
  mark("first paint");
  if (invocation.startuptime) {
    await terminal.stop();
    process.stdout.write(startupReport());
    process.exit(0);
  }
  followOptions(
    editor,
    terminal,
    session,
    () => themes.follow(screen, () => session.redraw()),
    () => late.get(),
  );
  terminal.onHangup((signal) => {
    recovery.sync();
    // The terminal is gone without a signal: there is nobody to ask.
    if (signal === "end") process.exit(1);
  });
  late.begin();
  // Threads cost milliseconds and memory: the first one starts in a quiet moment, or with the first
  // change; the database when a command line is opened.
  setTimeout(() => {
    recovery.journal.start();
    files.start();
  }, THREAD_DELAY_MS).unref();
  endWarmUp = warmUp({
    theme,
    capabilities: terminal.capabilities,
    size: terminal.size,
    options: DEFAULT_OPTIONS,
    quiet: quietMs,
    busy: () => late.get()?.busy() ?? true,
    // What is compiled now is what the next start needs; more would take longer to load.
    begins: () => compiledBundle()?.save(),
    complete: (copy) => featuresModule().installTabFeatures(copy),
    suggests: (copy, drawn) => featuresModule().rehearseSuggestions(copy, layersOf(drawn)),
  });
  let asked = false;
  editor.events.on("mode", ({ to }) => {
    if (to !== "cmdline" || asked) return;
    asked = true;
    void histories?.load();
  });
}

/** What stands for `-`: bytes of any kind, as in a file. */
function readStandardInput(): Decoded {
  return decode(readFileSync(0));
}

function warn(editor: Editor, message: string): void {
  editor.showMessage(message, "warning");
}

/** The terminal is given back first; then what went wrong, and where the work is. */
function crashed(terminal: Terminal, recovery: Recovery, error: unknown): void {
  terminal.restoreNow();
  recovery.sync();
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const where = existsSync(recovery.place)
    ? `Unsaved changes are in the recovery logs in ${recovery.place}; open the file again.\n`
    : "";
  process.stderr.write(`hunch has crashed: ${what}\n${where}`);
  process.exit(1);
}

/** Options that the terminal must know about. */
function followOptions(
  editor: Editor,
  terminal: Terminal,
  session: Session,
  theme: () => Promise<void>,
  features: () => Features | null,
): void {
  const { options } = editor;
  const slow = new SlowLine(editor, terminal);
  const count = new SearchCount(editor, session.screen.messages, () => session.redraw());
  const apply = (): void => {
    const wanted: TerminalOptions = {
      mouse: options.get("mouse") !== "",
      title: options.get("title"),
      ambiwidth: options.get("ambiwidth") === "double" ? "double" : "single",
      escapeTimeout: options.get("ttimeoutlen"),
    };
    terminal.setOptions(wanted);
    terminal.setLowband(options.get("lowband") && !slow.automatic);
    if (options.get("title")) terminal.setTitle(titleOf(editor));
    void theme();
  };
  let { version } = options;
  let { colours } = terminal.capabilities;
  apply();
  session.beforeFrame = () => {
    features()?.frame();
    count.frame();
    slow.frame();
    if (options.version === version && terminal.capabilities.colours === colours) return;
    version = options.version;
    colours = terminal.capabilities.colours;
    apply();
  };
}

function titleOf(editor: Editor): string {
  const custom = editor.options.get("titlestring");
  if (custom !== "") return custom;
  const { path } = editor.doc;
  return path === null ? "hunch" : `${displayPath(path, editor.cwd)} - hunch`;
}
