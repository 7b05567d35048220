/** Options whose file is a secret. Users pass the secret itself by mistake, so the value is never repeated. */
export const secretFileOptions: readonly string[] = [
  "--password-file",
  "--api-key-file",
  "--card-file",
];

/** The option and the file as the user wrote them, such as `--out a.csv`. Only the option if the value may be a secret. */
export function toOptionValue(option: string | undefined, file: string): string {
  if (option === undefined) return file;
  // JSON instead of a file may contain card data.
  const isSecret = secretFileOptions.includes(option) || /^\s*[[{]/.test(file);
  return isSecret ? option : `${option} ${file}`;
}

/**
 * Awaits an operation on the file of an option, or of an argument. Adds the option and the path, as the user wrote them, to
 * a system error such as ENOENT.
 */
export async function nameOption<Value>(
  option: string | undefined,
  file: string,
  work: Promise<Value>,
): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (isSystemError(error)) throw Object.assign(error, { path: toOptionValue(option, file) });
    throw error;
  }
}

/** True for an error of the operating system, with a code such as ENOENT. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return error instanceof Error && typeof code === "string" && syscall !== undefined;
}
