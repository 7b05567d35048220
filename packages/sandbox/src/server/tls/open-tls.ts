import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalCertificate } from "./local-certificate.js";
import { caFileName, openTlsDirectory } from "./tls-directory.js";
import type { TlsOption } from "./tls-options.js";

/** What a server speaks TLS with. */
export interface OpenedTls {
  readonly key: string | Uint8Array;
  readonly cert: string | Uint8Array;
  /** What a client must trust, if the sandbox made it: PEM, and the file that has it. */
  readonly authority: { readonly ca: string; readonly caFile: string } | undefined;
  /** Removes what was made for this run. */
  close(): Promise<void>;
}

/** Reads or makes the certificate that an option asks for. */
export async function openTls(tls: TlsOption): Promise<OpenedTls> {
  // Clients hold a certificate against the real time, whatever the virtual one is.
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
  // A file, because NODE_EXTRA_CA_CERTS takes nothing else. The key is in no file.
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
