import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createLocalCertificate, type LocalCertificate } from "./local-certificate.js";

/** The file that a client must trust. */
export const caFileName = "ca.pem";

const files = { ca: caFileName, cert: "certificate.pem", key: "key.pem" } as const;

/** A server that runs for a few days must not outlive its certificate. */
const minValidMs = 7 * 86_400_000;

/** Reads the certificate in a directory, or creates one if there is none that is valid. */
export async function openTlsDirectory(directory: string, now: Date): Promise<LocalCertificate> {
  const found = await read(directory);
  if (found !== undefined && isUsable(found, now)) return found;
  const created = createLocalCertificate(now);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, files.key), created.key, { mode: 0o600 });
  await writeFile(join(directory, files.cert), created.cert);
  await writeFile(join(directory, files.ca), created.ca);
  return created;
}

async function read(directory: string): Promise<LocalCertificate | undefined> {
  const readOne = (name: string): Promise<string> => readFile(join(directory, name), "utf8");
  try {
    const [ca, cert, key] = await Promise.all([
      readOne(files.ca),
      readOne(files.cert),
      readOne(files.key),
    ]);
    return { ca, cert, key };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isUsable({ ca, cert, key }: LocalCertificate, now: Date): boolean {
  try {
    const certificate = new X509Certificate(cert);
    return (
      Date.parse(certificate.validTo) > now.getTime() + minValidMs &&
      certificate.checkPrivateKey(createPrivateKey(key)) &&
      certificate.verify(new X509Certificate(ca).publicKey)
    );
  } catch {
    return false;
  }
}
