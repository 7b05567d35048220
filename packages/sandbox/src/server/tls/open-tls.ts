import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalCertificate } from "./local-certificate.js";
import { caFileName, openTlsDirectory } from "./tls-directory.js";
import type { TlsOption } from "./tls-options.js";

/** The key and certificate of a server. */
export interface OpenedTls {
  readonly key: string | Uint8Array;
  readonly cert: string | Uint8Array;
  /** The CA certificate that clients must trust, if the sandbox created it: PEM and path. */
  readonly authority: { readonly ca: string; readonly caFile: string } | undefined;
  /** Deletes temporary files. */
  close(): Promise<void>;
}

/** Reads or creates the certificate for an option. */
export async function openTls(tls: TlsOption): Promise<OpenedTls> {
  // Clients check certificates against real time.
  const now = new Date();
  if (tls === true) return openTemporary(now);
  if ("directory" in tls) {
    const { key, cert, ca } = await openTlsDirectory(tls.directory, now);
    const authority = { ca, caFile: join(tls.directory, caFileName) };
    return { key, cert, authority, close: async () => undefined };
  }
  return { key: tls.key, cert: tls.cert, authority: undefined, close: async () => undefined };
}

async function openTemporary(now: Date): Promise<OpenedTls> {
  const { key, cert, ca } = createLocalCertificate(now);
  // NODE_EXTRA_CA_CERTS requires a file. The key is never written.
  const directory = await mkdtemp(join(tmpdir(), "numipay-sandbox-"));
  const caFile = join(directory, caFileName);
  await writeFile(caFile, ca);
  return {
    key,
    cert,
    authority: { ca, caFile },
    close: () => rm(directory, { recursive: true, force: true }),
  };
}
