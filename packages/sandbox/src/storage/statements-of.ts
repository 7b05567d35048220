/** Splits a script into its statements. */
export function statementsOf(script: string): string[] {
  return script.split(";\n").filter((part) => part.trim() !== "");
}
