import { ToolError } from "../tool/tool-error.js";
import type { JsonObject, SandboxConnection } from "./connect-sandbox.js";

/** A merchant account of the sandbox. */
export interface SandboxAccount {
  readonly accountId: string;
  readonly merchantName: string;
  readonly webhookUrl: string | null;
}

/**
 * Reads the state of the sandbox, which shows that the server is one: no key is sent to another program.
 *
 * @throws ToolError if it is no sandbox
 */
export async function requireSandbox(
  sandbox: SandboxConnection,
  signal: AbortSignal,
): Promise<JsonObject & { readonly accounts: readonly SandboxAccount[] }> {
  const state = await sandbox.get("", {}, signal);
  if (state["name"] !== "@numipay/sandbox" || !Array.isArray(state["accounts"])) {
    throw new ToolError(
      `The server at ${sandbox.origin} is not a Numipay sandbox. Restart this MCP server with --sandbox.`,
    );
  }
  return { ...state, accounts: state["accounts"] as SandboxAccount[] };
}
