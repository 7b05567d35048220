import type { CallToolResult, McpServer } from "@modelcontextprotocol/server";
import { isNumipayError } from "@numipay/core";
import type { SandboxConnection } from "../sandbox/connect-sandbox.js";
import type { ToOutput } from "./to-output.js";
import { ToolError } from "./tool-error.js";
import type { Tool } from "./tool.js";

/** What the tools of a server share. */
export interface ServerContext {
  readonly sandbox: SandboxConnection;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly output: ToOutput;
}

/** Adds a tool to a server. */
export function registerTool(
  server: McpServer,
  tool: Tool,
  { sandbox, env, output }: ServerContext,
): void {
  const { name, title, description, isWrite, input } = tool;
  const annotations = {
    title,
    readOnlyHint: !isWrite,
    destructiveHint: false,
    idempotentHint: !isWrite,
    // It only reaches the sandbox and the merchant's server on this machine.
    openWorldHint: false,
  };
  server.registerTool(
    name,
    { title, description, inputSchema: input, annotations },
    async (given, context) => {
      try {
        const { signal } = context.mcpReq;
        const json = output.json(await tool.run(given, { sandbox, env, signal }));
        return json === undefined
          ? failure("The result is too long. Pass a lower limit, or a filter.")
          : { content: [{ type: "text", text: json }], structuredContent: JSON.parse(json) };
      } catch (error) {
        return failure(output.message(toMessage(error)));
      }
    },
  );
}

function failure(text: string): CallToolResult {
  return { content: [{ type: "text", text }], isError: true };
}

function toMessage(error: unknown): string {
  if (error instanceof ToolError || isNumipayError(error)) return error.message;
  // A bug: its message may contain anything, and its name does not.
  return `The tool failed unexpectedly (${error instanceof Error ? error.name : typeof error}). Report it at https://github.com/numipay/numipay-node/issues.`;
}
