/** Adds a model that runs here: `hunch model add FILE|URL|NAME`. */
import { UserError } from "../../base/errors.ts";
import type { AddedModel, AddPorts, AddRequest } from "./types.ts";

/** Throws UserError where it can't be added, and Cancelled when it is called off. */
export async function addModel(request: AddRequest, _ports: AddPorts): Promise<AddedModel> {
  throw new UserError(`${request.source}: models of this machine are not built in yet`);
}
