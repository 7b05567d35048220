import type { TlsOption } from "@numipay/sandbox";
import type { Command } from "commander";
import { readFile } from "node:fs/promises";
import { usageFault } from "../failure/command-failure.js";
import { nameOption } from "../options/name-option.js";

/** How a sandbox speaks HTTPS. */
export interface TlsOptions {
  /** A directory; true: a certificate for this run. */
  readonly tls?: string | true;
  readonly tlsKey?: string;
  readonly tlsCert?: string;
}

/** Declares them. */
export function declareTls(command: Command): Command {
  return command
    .option("--tls [directory]", "Speak HTTPS, with a certificate that is kept there.")
    .option("--tls-key <file>", "A key of your own, PEM.")
    .option("--tls-cert <file>", "Its certificate, PEM.");
}

/**
 * The option of the sandbox; undefined for HTTP.
 *
 * @throws CommandFailure for options that contradict each other
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
    throw usageFault("--tls makes a certificate: leave out --tls-key and --tls-cert.");
  if (tlsKey === undefined || tlsCert === undefined) {
    throw usageFault("Give --tls-key and --tls-cert together.");
  }
  const key = await nameOption("--tls-key", tlsKey, readFile(tlsKey));
  return { key, cert: await nameOption("--tls-cert", tlsCert, readFile(tlsCert)) };
}
