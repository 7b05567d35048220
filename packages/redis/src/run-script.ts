import { createHash } from "node:crypto";

/** A Lua script, and the name that Redis remembers it by. */
export interface Script {
  text: string;
  sha1: string;
}

/** Prepares a script for `runScript`. */
export function createScript(text: string): Script {
  return { text, sha1: createHash("sha1").update(text).digest("hex") };
}

/**
 * Runs a script on one key. Redis forgets scripts when it restarts or fails over, so what it does not know is sent along.
 */
export async function runScript(
  send: (key: string, ...command: string[]) => Promise<unknown>,
  script: Script,
  key: string,
  args: readonly string[],
): Promise<unknown> {
  try {
    return await send(key, "EVALSHA", script.sha1, "1", key, ...args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    return send(key, "EVAL", script.text, "1", key, ...args);
  }
}
