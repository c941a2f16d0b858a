/** The store's thread: opens the database with the first request. */
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { type MessageChannelEnd, serveRequests } from "../base/worker-port.ts";
import { type OpenDatabase, openDatabase } from "./database.ts";
import type { StoreRequests } from "./request.ts";
import type { StoreWorkerData } from "./store.ts";

function serve(end: MessageChannelEnd, { path, messages }: StoreWorkerData): void {
  let open: OpenDatabase | null = null;
  const database = () => {
    open ??= openDatabase(path, (message) => messages.postMessage(message));
    return open.requests;
  };
  const requests: StoreRequests = {
    saveUndo: (argument) => database().saveUndo(argument),
    loadUndo: (argument) => database().loadUndo(argument),
    forgetUndo: (argument) => database().forgetUndo(argument),
    addHistory: (argument) => database().addHistory(argument),
    loadHistory: (argument) => database().loadHistory(argument),
    forgetHistory: (argument) => database().forgetHistory(argument),
    visit: (argument) => database().visit(argument),
    frecent: (argument) => database().frecent(argument),
    getValue: (argument) => database().getValue(argument),
    putValue: (argument) => database().putValue(argument),
    listValues: (argument) => database().listValues(argument),
    addOutcomes: (argument) => database().addOutcomes(argument),
    listOutcomes: (argument) => database().listOutcomes(argument),
    forgetOutcomes: (argument) => database().forgetOutcomes(argument),
    addCommand: (argument) => database().addCommand(argument),
    listCommands: (argument) => database().listCommands(argument),
    searchCommands: (argument) => database().searchCommands(argument),
    forgetCommands: (argument) => database().forgetCommands(argument),
    commandImport: (argument) => database().commandImport(argument),
    importCommands: (argument) => database().importCommands(argument),
    health: (argument) => database().health(argument),
  };
  serveRequests(end, requests);
}

if (!isMainThread && parentPort !== null) serve(parentPort, workerData as StoreWorkerData);
