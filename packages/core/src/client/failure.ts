/** What is known of a call that brought no answer. */
export interface Failure {
  /** True when not one byte of the request can have left. */
  neverSent: boolean;
  /** True when trying again cannot help, such as with a wrong certificate. */
  permanent: boolean;
  /** The system's word for it, such as `ECONNREFUSED`. Never free text: that may hold what was sent. */
  reason: string;
}

const couldNotConnect = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const badCertificate = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Reads what a `fetch` threw. Whatever is not known to have failed before the first byte may have been sent. */
export function toFailure(error: unknown): Failure {
  const leaves = leafErrors(error, 8);
  const codes = leaves.map(codeOf);
  return {
    neverSent:
      codes.length > 0 && codes.every((code) => couldNotConnect.has(code) || isCertificate(code)),
    permanent: codes.some(isCertificate),
    reason: codes.find((code) => code !== "") ?? "no answer",
  };
}

function isCertificate(code: string): boolean {
  return badCertificate.test(code);
}

/** `fetch` wraps the system's error in a TypeError; trying IPv6 and IPv4 at once gives an AggregateError of both. */
function leafErrors(error: unknown, depth: number): unknown[] {
  // By shape, not by class: in a test runner's own realm, fetch's errors are not instances of its Error.
  if (depth === 0 || typeof error !== "object" || error === null) return [error];
  const { errors, cause } = error as { errors?: unknown; cause?: unknown };
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.flatMap((inner) => leafErrors(inner, depth - 1));
  }
  return cause === undefined ? [error] : leafErrors(cause, depth - 1);
}

function codeOf(error: unknown): string {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  if (code === "ETIMEDOUT" && syscall === "connect") return "UND_ERR_CONNECT_TIMEOUT";
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{0,59}$/.test(code) ? code : "";
}
