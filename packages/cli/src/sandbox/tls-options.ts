import type { TlsOption } from "@numipay/sandbox";
import type { Command } from "commander";
import { usageError } from "../failure/command-failure.js";
import { readTextFile } from "../input/read-file.js";

/** The HTTPS options of the sandbox. */
export interface TlsOptions {
  /** The directory of the certificate, or `true` for a temporary one. */
  readonly tls?: string | true;
  readonly tlsKey?: string;
  readonly tlsCert?: string;
}

/** Declares the HTTPS options. */
export function declareTls(command: Command): Command {
  return command
    .optionsGroup("HTTPS:")
    .option("--tls [directory]", "Use HTTPS. Keep the generated certificate in a directory.")
    .option("--tls-key <file>", "Use HTTPS with your own private key (PEM).")
    .option("--tls-cert <file>", "The certificate of --tls-key (PEM).");
}

/**
 * Returns the sandbox's `tls` option. Undefined for HTTP.
 *
 * @throws CommandFailure for options that exclude each other
 */
export async function readTls({
  tls,
  tlsKey,
  tlsCert,
}: TlsOptions): Promise<TlsOption | undefined> {
  if (tlsKey === undefined && tlsCert === undefined) {
    return typeof tls === "string" ? { directory: tls } : tls;
  }
  if (tls !== undefined)
    throw usageError(
      "--tls generates a certificate. Remove it, or remove --tls-key and --tls-cert.",
    );
  if (tlsKey === undefined || tlsCert === undefined) {
    throw usageError("Pass --tls-key and --tls-cert together.");
  }
  return {
    key: await readTextFile(tlsKey, "--tls-key"),
    cert: await readTextFile(tlsCert, "--tls-cert"),
  };
}
