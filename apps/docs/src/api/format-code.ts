import { format } from "oxfmt";

/** Formats a declaration for a code block that a laptop shows without scrolling. */
export async function formatCode(code: string): Promise<string> {
  const result = await format("code.ts", code, { printWidth: 80 });
  if (result.errors.length > 0) {
    throw new Error(`Cannot format a declaration: ${result.errors[0]?.message}\n${code}`);
  }
  return result.code.replaceAll(/^declare | = \{\};?$| \{\}$/gm, "").trimEnd();
}
