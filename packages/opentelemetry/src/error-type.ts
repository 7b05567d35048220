import type { TracedError } from "./messages.js";

/**
 * The value of `error.type`: the code of this library's or a driver's error, otherwise its class. Never its message, which may
 * quote a request, a response or a statement.
 */
export function toErrorType({ name, code }: TracedError): string {
  return code ?? name;
}
