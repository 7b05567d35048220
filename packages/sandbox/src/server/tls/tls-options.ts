import { checkKnownOptions } from "@numipay/core/protocol";

/**
 * HTTPS: `true` for a certificate that is made for this run; a directory for one that is kept there and used again; or a
 * key and a certificate of your own, as PEM.
 */
export type TlsOption = true | TlsDirectory | TlsKeyPair;

/** Where a certificate is kept: `ca.pem`, `certificate.pem` and `key.pem`, made if they are missing or about to expire. */
export interface TlsDirectory {
  readonly directory: string;
}

/** A key and its certificate, with the intermediate ones behind it. */
export interface TlsKeyPair {
  readonly key: string | Uint8Array;
  readonly cert: string | Uint8Array;
}

/**
 * Checks the option.
 *
 * @throws TypeError or InvalidOptionError that names it
 */
export function checkTls(tls: unknown): asserts tls is TlsOption | false | undefined {
  if (tls === undefined || typeof tls === "boolean") return;
  if (typeof tls !== "object" || tls === null) {
    throw new TypeError("tls must be true, { directory } or { key, cert }");
  }
  checkKnownOptions(tls, ["directory", "key", "cert"], "tls.");
  const { directory, key, cert } = tls as Partial<TlsDirectory & TlsKeyPair>;
  const isPair = key !== undefined && cert !== undefined;
  if ((directory !== undefined) === isPair || (key === undefined) !== (cert === undefined)) {
    throw new TypeError("tls must be true, { directory } or { key, cert }");
  }
}
