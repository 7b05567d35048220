/** A problem that the agent or its user can fix. The message says what is wrong and what to do. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}
