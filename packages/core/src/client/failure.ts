/** What is known of a call that brought no answer. */
export interface Failure {
  /** True when it is proven that not one byte of the request left. */
  neverSent: boolean;
  /** True when trying again cannot help, such as with a wrong certificate. */
  permanent: boolean;
  /** The system's word for it, such as `ECONNREFUSED`. Never free text: that may hold what was sent. */
  reason: string;
}

/** A socket reports `EHOSTUNREACH` from `read` too, after the request left: the system call is the proof, not the code. */
const callsBeforeSending = new Set<unknown>(["connect", "getaddrinfo"]);

const badCertificate = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

const mostErrors = 100;

/** Reads what a `fetch` threw. Unless all of it proves that nothing was sent, something may have been. */
export function toFailure(error: unknown): Failure {
  const { leaves, wrappers, isWhole } = walk(error);
  const codes = leaves.map(codeOf);
  const neverSent =
    isWhole &&
    leaves.every(failedBeforeSending) &&
    wrappers.every((wrapper) => agreesWith(wrapper, codes));
  return {
    neverSent,
    // It says nothing of what was sent: a renegotiation (TLS 1.2) checks the certificate again, after the request.
    permanent: codes.some((code) => badCertificate.test(code)),
    reason: [...codes, ...wrappers.map(codeOf)].find((code) => code !== "") ?? "no answer",
  };
}

function failedBeforeSending(error: unknown): boolean {
  const code = codeOf(error);
  // Undici's own time limit for a connection, TLS included; it has no system call.
  if (code === "UND_ERR_CONNECT_TIMEOUT") return true;
  return code !== "" && callsBeforeSending.has(field(error, "syscall"));
}

/** A wrapper may name another failure than the errors inside it: an earlier attempt's, which may have been sent. */
function agreesWith(wrapper: unknown, codes: readonly string[]): boolean {
  const syscall = field(wrapper, "syscall");
  const code = codeOf(wrapper);
  return (
    (syscall === undefined || callsBeforeSending.has(syscall)) &&
    (code === "" || codes.includes(code))
  );
}

interface Walked {
  /** The errors that hold no other. */
  leaves: unknown[];
  wrappers: unknown[];
  /** False when there were too many errors to look at. */
  isWhole: boolean;
}

/** `fetch` wraps the system's error in a TypeError; trying IPv6 and IPv4 at once gives an AggregateError of both. */
function walk(error: unknown): Walked {
  const found = new Set<unknown>([error]);
  const walked: Walked = { leaves: [], wrappers: [], isWhole: true };
  for (const one of found) {
    if (found.size > mostErrors) return { ...walked, isWhole: false };
    const inner = innerErrors(one);
    (inner.length === 0 ? walked.leaves : walked.wrappers).push(one);
    for (const each of inner) found.add(each);
  }
  return { ...walked, isWhole: walked.leaves.length > 0 };
}

function innerErrors(error: unknown): unknown[] {
  const errors = field(error, "errors");
  const cause = field(error, "cause") ?? undefined;
  return [...(Array.isArray(errors) ? errors : []), ...(cause === undefined ? [] : [cause])];
}

/** By shape, not by class: in a test runner's own realm, fetch's errors are not instances of its Error. */
function field(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null
    ? (error as Record<string, unknown>)[name]
    : undefined;
}

function codeOf(error: unknown): string {
  const code = field(error, "code");
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{0,59}$/.test(code) ? code : "";
}
