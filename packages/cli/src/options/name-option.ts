/**
 * Awaits an operation on the file of an option. Adds the option and the path, as the user wrote them, to a system error
 * such as ENOENT.
 */
export async function nameOption<Value>(
  option: string,
  file: string,
  work: Promise<Value>,
): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (isSystemError(error)) throw Object.assign(error, { path: `${option} ${file}` });
    throw error;
  }
}

/** True for an error of the operating system, with a code such as ENOENT. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return error instanceof Error && typeof code === "string" && syscall !== undefined;
}
