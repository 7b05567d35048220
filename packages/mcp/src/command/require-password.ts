import { ToolError } from "../tool/tool-error.js";

/**
 * Checks that the signature password is set.
 *
 * @throws ToolError if it is missing
 */
export function requirePassword(env: Readonly<Record<string, string | undefined>>): void {
  if ((env["NUMIPAY_SIGNATURE_PASSWORD"] ?? "") !== "") return;
  throw new ToolError(
    "NUMIPAY_SIGNATURE_PASSWORD is missing. Set it in the environment of this MCP server to the password that the sandbox printed.",
  );
}
