/** The code or message of a connection error. The address is left out because it may contain a password. */
export function toReason(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  return code ?? message;
}
