/** What to do about the errors of SQLite that the file or its disk causes. */
const explanations: readonly (readonly [RegExp, (file: string) => string])[] = [
  [
    /^SQLITE_FULL/,
    (file) =>
      `The disk of ${file} is full, so nothing was recorded. Free some space: the sandbox then continues.`,
  ],
  [
    /^SQLITE_IOERR/,
    (file) =>
      `The disk of ${file} failed, so nothing was recorded: it may be full, over a quota or disconnected.`,
  ],
  [
    /^SQLITE_READONLY_DBMOVED/,
    (file) => `${file} was moved or deleted while the sandbox used it. Restart the sandbox.`,
  ],
  [
    /^SQLITE_READONLY_(?:ROLLBACK|RECOVERY)/,
    (file) => `The last sandbox on ${file} was interrupted. Start a sandbox on it to repair it.`,
  ],
  [
    /^SQLITE_READONLY/,
    (file) => `${file} cannot be written. Check the permissions of the file and its directory.`,
  ],
  [
    /^SQLITE_CANTOPEN/,
    (file) => `Cannot open ${file} or its journal. Check the permissions of its directory.`,
  ],
  [
    /^SQLITE_(?:BUSY|LOCKED)/,
    (file) => `Another program has locked ${file}, such as a database tool. Close it and retry.`,
  ],
  [
    /^SQLITE_(?:CORRUPT|NOTADB)/,
    (file) => `${file} is damaged. Restore a copy, or delete it to start again.`,
  ],
];

/** Replaces an error that the file or its disk caused by one that says so. The original is its `cause`. */
export function explainDatabaseError(error: unknown, file: string): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  if (!(error instanceof Error) || typeof code !== "string") return error;
  const explain = explanations.find(([pattern]) => pattern.test(code))?.[1];
  if (explain === undefined) return error;
  return new Error(`${explain(file)} (${code})`, { cause: error });
}
