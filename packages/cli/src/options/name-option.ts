/**
 * Waits for work on a file that an option names. A system error of it, such as ENOENT, is reported with the option and
 * the path as the user wrote them.
 */
export async function nameOption<Value>(
  option: string,
  file: string,
  work: Promise<Value>,
): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (isSystemError(error)) throw Object.assign(error, { path: `${option}: ${file}` });
    throw error;
  }
}

/** True for what the operating system reported, by a code such as ENOENT. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return error instanceof Error && typeof code === "string" && syscall !== undefined;
}
