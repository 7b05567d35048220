import { checkKnownOptions } from "@numipay/core/protocol";

/**
 * HTTPS: `true` for a temporary certificate, a directory for one that is stored and reused, or your own key and certificate
 * as PEM.
 */
export type TlsOption = true | TlsDirectory | TlsKeyPair;

/** A directory for `ca.pem`, `certificate.pem` and `key.pem`, which are created if missing or about to expire. */
export interface TlsDirectory {
  readonly directory: string;
}

/** A key and its certificate, followed by intermediate certificates. */
export interface TlsKeyPair {
  readonly key: string | Uint8Array;
  readonly cert: string | Uint8Array;
}

/**
 * Validates the option.
 *
 * @throws TypeError or InvalidOptionError that names it.
 */
export function checkTls(tls: unknown): asserts tls is TlsOption | false | undefined {
  if (tls === undefined || typeof tls === "boolean") return;
  if (typeof tls !== "object" || tls === null) {
    throw new TypeError("tls must be true, { directory } or { key, cert }.");
  }
  checkKnownOptions(tls, ["directory", "key", "cert"], "tls.");
  const { directory, key, cert } = tls as Partial<TlsDirectory & TlsKeyPair>;
  const isPair = key !== undefined && cert !== undefined;
  if ((directory !== undefined) === isPair || (key === undefined) !== (cert === undefined)) {
    throw new TypeError("tls must be true, { directory } or { key, cert }.");
  }
}
