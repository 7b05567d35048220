import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { X509Certificate } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSandbox } from "../../../src/index.js";
import { openTlsDirectory } from "../../../src/server/tls/tls-directory.js";
import { requestHttps } from "./https.js";

const now = new Date();
const dayMs = 86_400_000;

async function temporaryDirectory(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "numipay-tls-"));
  onTestFinished(() => rm(parent, { recursive: true }));
  return join(parent, "tls");
}

describe("a directory of certificates", () => {
  it("reuses its certificate", async () => {
    const directory = await temporaryDirectory();
    for (let run = 0; run < 2; run += 1) {
      const sandbox = await createSandbox();
      const { url, ca, caFile } = await sandbox.listen({ tls: { directory } });
      expect(caFile).toBe(join(directory, "ca.pem"));
      expect(await readFile(join(directory, "ca.pem"), "utf8")).toBe(ca);
      expect((await requestHttps(`${url}/portal/clock`, { ca })).status).toBe(200);
      await sandbox.close();
    }
    const first = await openTlsDirectory(directory, now);
    expect(await openTlsDirectory(directory, now)).toEqual(first);
    const { mode } = await stat(join(directory, "key.pem"));
    expect(mode & 0o077).toBe(0);
  });

  it("replaces a certificate before it expires", async () => {
    const directory = await temporaryDirectory();
    const first = await openTlsDirectory(directory, now);
    const expiry = Date.parse(new X509Certificate(first.cert).validTo);
    const soon = new Date(expiry - 6 * dayMs);
    const second = await openTlsDirectory(directory, soon);
    expect(second.ca).not.toBe(first.ca);
    expect(await openTlsDirectory(directory, soon)).toEqual(second);
  });

  it.each(["ca.pem", "certificate.pem", "key.pem"])("replaces a broken %s", async (name) => {
    const directory = await temporaryDirectory();
    const first = await openTlsDirectory(directory, now);
    await writeFile(join(directory, name), "not PEM");
    const second = await openTlsDirectory(directory, now);
    expect(second.key).not.toBe(first.key);
    expect(await openTlsDirectory(directory, now)).toEqual(second);
  });

  it("replaces a key of another certificate", async () => {
    const [directory, other] = [await temporaryDirectory(), await temporaryDirectory()];
    await openTlsDirectory(directory, now);
    const { key } = await openTlsDirectory(other, now);
    await writeFile(join(directory, "key.pem"), key);
    expect((await openTlsDirectory(directory, now)).key).not.toBe(key);
  });
});
