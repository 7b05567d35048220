/** What is known about a request without a response. */
export interface Failure {
  /** True if it is proven that no byte of the request was sent. */
  neverSent: boolean;
  /** True if a retry cannot help, such as after an invalid certificate. */
  permanent: boolean;
  /**
   * The system's error code, such as `ECONNREFUSED`, or else the class of the error, such as `TypeError`. Never free text, which
   * could include what was sent.
   */
  reason: string;
  /** The status with which a proxy refused the tunnel. */
  proxyStatus?: number;
}

/** The proof is the system call, not the code: a socket also reports `EHOSTUNREACH` from `read`, after the request was sent. */
const callsBeforeSending = new Set<unknown>(["connect", "getaddrinfo"]);

const badCertificate = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

const mostErrors = 100;

/** Reads the error of a `fetch`. The request counts as sent unless every nested error proves the opposite. */
export function toFailure(error: unknown): Failure {
  const { leaves, wrappers, isWhole } = walk(error);
  const codes = leaves.map(codeOf);
  const neverSent =
    isWhole &&
    leaves.every(failedBeforeSending) &&
    wrappers.every((wrapper) => agreesWith(wrapper, codes));
  return {
    neverSent,
    // Not proof that nothing was sent: a TLS 1.2 renegotiation checks the certificate again after the request.
    permanent: codes.some((code) => badCertificate.test(code)),
    reason: toReason([...leaves, ...wrappers.toReversed()]),
    ...toProxyStatus(leaves),
  };
}

const proxyRefusal = /^Proxy response \((\d+)\) !== 200 when HTTP Tunneling$/;
const proxyRefusalOnBun = /^Proxy refused to open a tunnel: (\d{3})(?: |$)/;

function toProxyStatus(leaves: readonly unknown[]): { proxyStatus?: number } {
  for (const leaf of leaves) {
    const message = String(field(leaf, "message"));
    const [, status] = proxyRefusal.exec(message) ?? proxyRefusalOnBun.exec(message) ?? [];
    if (status !== undefined) return { proxyStatus: Number(status) };
  }
  return {};
}

function failedBeforeSending(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== "" && callsBeforeSending.has(field(error, "syscall"))) return true;
  const message = field(error, "message");
  return beforeSending.some(
    (known) =>
      (known.code === undefined || known.code === code) &&
      (known.message === undefined || known.message.test(String(message))) &&
      (known.isOn?.() ?? true),
  );
}

/** An error without a system call that a runtime only creates before it sends a request. */
interface KnownError {
  code?: string;
  /** In full or by its beginning, so that text that the network chose cannot match. */
  message?: RegExp;
  /** Whether this process is on the runtime, for an error that another runtime could create later. */
  isOn?: () => boolean;
}

const isOnBun = (): boolean => globalThis.process?.versions?.["bun"] !== undefined;

const beforeSending: readonly KnownError[] = [
  // Undici's own timeout for connecting, including TLS.
  { code: "UND_ERR_CONNECT_TIMEOUT" },
  // A proxy that refuses the tunnel, such as with a 407.
  { code: "UND_ERR_ABORTED", message: proxyRefusal },
  // The same on Bun from 1.4 on. The proxy chose the text after the status.
  { code: "ERR_PROXY_TUNNEL", message: proxyRefusalOnBun, isOn: isOnBun },
  // A port that fetch blocks.
  { code: "", message: /^bad port$/ },
  { code: "", message: /^Fetch failed: Requests to port \d+ are blocked$/ },
  // Bun before 1.4, on a new connection: see `freshConnection`.
  { code: "ConnectionRefused" },
  { code: "FailedToOpenSocket" },
  // Bun from 1.4 on.
  { code: "ECONNREFUSED", isOn: isOnBun },
  // Deno, on a new connection: see `freshConnection`. A URL in the message cannot contain the spaces.
  { code: "", message: /^error sending request for url \(\S+\): client error \(Connect\)/ },
];

/** A wrapper may carry the code of another failure than the errors inside it, such as an earlier attempt that was sent. */
function agreesWith(wrapper: unknown, codes: readonly string[]): boolean {
  const syscall = field(wrapper, "syscall");
  const code = codeOf(wrapper);
  return (
    (syscall === undefined || callsBeforeSending.has(syscall)) &&
    (code === "" || codes.includes(code))
  );
}

interface Walked {
  /** The errors without a nested error. */
  leaves: unknown[];
  wrappers: unknown[];
  /** False if there were too many nested errors to check. */
  isWhole: boolean;
}

/** `fetch` wraps the system's error in a TypeError; connecting over IPv6 and IPv4 at once gives an AggregateError. */
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

/** By shape, not by class: in a test runner's realm, the errors of fetch are not instances of its Error. */
function field(error: unknown, name: string): unknown {
  return (typeof error === "object" && error !== null) || typeof error === "function"
    ? (error as Record<string, unknown>)[name]
    : undefined;
}

/** Bun before 1.4 has codes in camel case. */
const camelCaseCodes = new Set<unknown>(["ConnectionRefused", "FailedToOpenSocket"]);

function codeOf(error: unknown): string {
  const code = field(error, "code");
  if (typeof code !== "string") return "";
  return camelCaseCodes.has(code) || /^[A-Z][A-Z0-9_]{0,59}$/.test(code) ? code : "";
}

/** The first code, or else the class of the innermost error that has a class of its own. */
function toReason(errors: readonly unknown[]): string {
  const reasons = [...errors.map(codeOf), ...errors.map(classOf)];
  return reasons.find((reason) => reason !== "") ?? "no response";
}

function classOf(error: unknown): string {
  const names = [field(error, "name"), field(field(error, "constructor"), "name")];
  const isClass = (name: unknown): name is string =>
    typeof name === "string" && name !== "Error" && /^[A-Z][A-Za-z\d]{2,39}$/.test(name);
  return field(error, "message") === undefined ? "" : (names.find(isClass) ?? "");
}
