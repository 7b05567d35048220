import type { z } from "zod";
import type { SandboxConnection } from "../sandbox/connect-sandbox.js";

/** What a tool works with. */
export interface ToolContext {
  readonly sandbox: SandboxConnection;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the client cancels the call. */
  readonly signal: AbortSignal;
}

/** One tool of the server. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whether it changes the sandbox, or sends something to the merchant's server. Offered with `--allow-writes` only. */
  readonly isWrite: boolean;
  readonly input: z.ZodObject;
  /**
   * Returns a JSON object.
   *
   * @throws ToolError with a message for the agent
   */
  readonly run: (input: Readonly<Record<string, unknown>>, context: ToolContext) => Promise<object>;
}

/** Defines a tool with the type of its input. */
export function defineTool<Input extends z.ZodObject>(
  tool: Omit<Tool, "input" | "run"> & {
    readonly input: Input;
    readonly run: (input: z.output<Input>, context: ToolContext) => Promise<object>;
  },
): Tool {
  return { ...tool, run: (input, context) => tool.run(input as z.output<Input>, context) };
}
