import { sharedState } from "../protocol/shared-state.js";
import type { Settings } from "./settings.js";

const clients = (): WeakMap<object, Settings> => sharedState("clients", () => new WeakMap());

/** Remembers the settings of a client. Not on the client, where logging or serializing it would show the key. */
export function setClientSettings(client: object, settings: Settings): void {
  clients().set(client, settings);
}

/** Returns the settings of a client, or undefined for anything else. */
export function getClientSettings(client: unknown): Settings | undefined {
  return typeof client === "object" && client !== null ? clients().get(client) : undefined;
}
