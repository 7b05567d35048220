/** What is published of an error. Not its message, which may quote a request, a response or a statement of the application. */
export interface TracedError {
  /** The class, such as `"TimeoutError"`; `"Error"` if it is not known. */
  readonly name: string;
  /** The code, such as `"timeout"` of this library or `"23505"` of a database; undefined if it has none. */
  readonly code: string | undefined;
}

const className = /^[A-Za-z_$][\w$]{0,59}$/;
/** Not a number of 12 or more digits, which may be a card number. */
const shortCode = /^(?!\d{12})[A-Za-z0-9][\w.-]{0,59}$/;

/** Returns what is published of a thrown value. Never throws. */
export function toTracedError(error: unknown): TracedError {
  try {
    const { name, code } = Object(error) as { name?: unknown; code?: unknown };
    return {
      name: typeof name === "string" && className.test(name) ? name : "Error",
      code: isCode(code) ? String(code) : undefined,
    };
  } catch {
    // A thrown proxy or getter may throw again.
    return { name: "Error", code: undefined };
  }
}

function isCode(code: unknown): code is string | number {
  return (typeof code === "string" || typeof code === "number") && shortCode.test(String(code));
}
