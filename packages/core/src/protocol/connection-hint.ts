import { proxyHint } from "./proxy-hint.js";

/** What is known about a connection that failed. */
interface FailedConnection {
  /** The system's error code, such as `ECONNREFUSED`. */
  readonly code?: string | undefined;
  /** The status with which a proxy refused the tunnel. */
  readonly proxyStatus?: number | undefined;
  /** Where the request was sent. */
  readonly url: URL;
  /** Defaults to the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** True for a request that never uses a proxy. Defaults to `false`. */
  readonly isDirect?: boolean | undefined;
}

const certificateHints: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "The server's certificate has expired. Renew it.",
  CERT_NOT_YET_VALID:
    "The server's certificate is not valid yet. Compare the clocks of both machines.",
  CERT_REVOKED: "The server's certificate was revoked. Replace it.",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "The server's certificate is for another host name. Use a name of the certificate in the URL.",
};

/** The next step after a failed connection, as a sentence. Undefined if the error does not show it. */
export function connectionHint(failed: FailedConnection): string | undefined {
  const { code = "" } = failed;
  if (Object.hasOwn(certificateHints, code)) return certificateHints[code];
  if (/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code)) {
    return (
      "Node does not trust the server's certificate. If it is your own, or that of your company's proxy, set " +
      "NODE_EXTRA_CA_CERTS to the PEM file of its authority and start the process again."
    );
  }
  if (/^(EPROTO$|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$)/.test(code)) {
    return "If the server does not use TLS on this port, the URL must start with http://.";
  }
  return proxyHint(failed);
}
