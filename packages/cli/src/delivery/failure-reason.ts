import { connectionHint } from "@numipay/core/protocol";

/** Where the failed request was sent. */
interface Attempted {
  readonly url: URL;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False for `fetch`, which can use a proxy. Defaults to `true`. */
  readonly isDirect?: boolean;
}

interface AnyError extends NodeJS.ErrnoException {
  readonly errors?: unknown;
}

/** True after a timeout, whose error may be the cause of an AbortError. */
export function isTimeout(error: unknown): boolean {
  const { name, cause } = error as AnyError;
  return name === "TimeoutError" || (cause as Error | undefined)?.name === "TimeoutError";
}

/** Why there was no response, in a few words, and what to do if the error shows it. Without a full stop. */
export function toReason(error: unknown, attempted: Attempted): string {
  const { problem, hint } = explainFailure(error, attempted);
  return hint === undefined ? problem : `${problem}. ${hint.replace(/\.$/, "")}`;
}

/** Why there was no response, in a few words. The hint is a sentence. */
export function explainFailure(
  error: unknown,
  attempted: Attempted,
): { problem: string; hint: string | undefined } {
  const { url, env, isDirect = true } = attempted;
  const { errors, code } = error as AnyError;
  // Connecting over IPv6 and IPv4 gives one error for each.
  if (Array.isArray(errors) && errors.length > 0) return explainFailure(errors[0], attempted);
  const hint = connectionHint({ code, url, env, isDirect });
  const isScheme = code !== undefined && /^(ECONNRESET|EPIPE|HPE_INVALID_CONSTANT)$/.test(code);
  return {
    problem: toProblem(error as AnyError),
    hint:
      hint ??
      // A TLS server closes a plain connection, or sends bytes of TLS.
      (isScheme && url.protocol === "http:"
        ? "If it uses TLS, the URL must start with https://."
        : undefined),
  };
}

function toProblem(error: AnyError): string {
  const { code, message } = error;
  if (isTimeout(error)) return "timed out";
  if (code === undefined) return message;
  if (code === "ECONNREFUSED") return "connection refused (ECONNREFUSED)";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `no such host (${code})`;
  if (code === "ECONNRESET" || code === "EPIPE") {
    return `the receiver closed the connection (${code})`;
  }
  if (code === "HPE_HEADER_OVERFLOW") return `the headers of the response are too long (${code})`;
  if (code.startsWith("HPE_")) return `the response is not valid HTTP (${code})`;
  return /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO$)/.test(code)
    ? `no TLS connection (${code})`
    : code;
}
