/** Why a module could not be loaded, and what to do if the error shows it. */
export function toLoadProblem(error: unknown, path: string): string {
  const { message, code } = (error instanceof Error ? error : new Error(String(error))) as Error & {
    code?: string;
  };
  const hint = toHint(message, code, path);
  return hint === undefined ? message : `${message.replace(/\.$/, "")}. ${hint}`;
}

function toHint(message: string, code: string | undefined, path: string): string | undefined {
  if (code === "ERR_UNKNOWN_FILE_EXTENSION" && /\.[cm]?tsx?$/.test(path)) {
    return (
      "Node runs TypeScript from 22.18 on. With an older one, pass the compiled file, or set NODE_OPTIONS to " +
      '"--import tsx" with the package tsx installed.'
    );
  }
  // Node before 22 takes a .js file for CommonJS unless its package.json says otherwise.
  if (/^(Cannot use import statement outside a module|Unexpected token 'export')/.test(message)) {
    return 'Name the file .mjs, or add "type": "module" to its package.json.';
  }
  if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") {
    return "Install the package, or compare the path in the import.";
  }
  return undefined;
}
