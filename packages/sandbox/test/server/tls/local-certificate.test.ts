import { createPrivateKey, X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { integer, oid, utcTime } from "../../../src/server/tls/der.js";
import { createLocalCertificate } from "../../../src/server/tls/local-certificate.js";

const now = new Date("2026-11-26T12:00:00Z");

describe("a local certificate", () => {
  const created = createLocalCertificate(now);
  const [cert, ca] = [new X509Certificate(created.cert), new X509Certificate(created.ca)];

  it("is limited to loopback names", () => {
    expect(cert.subjectAltName).toBe(
      "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1",
    );
    for (const name of ["127.0.0.1", "::1"]) expect(cert.checkIP(name)).toBe(name);
    expect(cert.checkHost("localhost")).toBe("localhost");
    expect(cert.checkHost("gateway.test")).toBeUndefined();
    expect(cert.ca).toBe(false);
    expect(cert.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  });

  it("is signed by its own authority", () => {
    expect(ca.ca).toBe(true);
    expect(cert.checkIssued(ca)).toBe(true);
    expect(cert.verify(ca.publicKey)).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(cert.checkPrivateKey(createPrivateKey(created.key))).toBe(true);
    expect(ca.checkPrivateKey(createPrivateKey(created.key))).toBe(false);
  });

  it("is valid for less than 398 days", () => {
    expect(new Date(cert.validFrom).toISOString()).toBe("2026-11-25T12:00:00.000Z");
    const days = (Date.parse(cert.validTo) - now.getTime()) / 86_400_000;
    expect(days).toBe(397);
  });

  it("is different each time", () => {
    const other = createLocalCertificate(now);
    expect(new X509Certificate(other.ca).serialNumber).not.toBe(ca.serialNumber);
    expect(new X509Certificate(other.ca).subject).not.toBe(ca.subject);
    expect(cert.verify(new X509Certificate(other.ca).publicKey)).toBe(false);
  });
});

describe("the encoding", () => {
  it.each([
    [[0], "020100"],
    [[0x7f], "02017f"],
    [[0x80], "02020080"],
    [[0, 0, 0x05], "020105"],
    [[0, 0x80], "02020080"],
  ])("of the integer %j is the shortest", (bytes, hex) => {
    expect(integer(Buffer.from(bytes)).toString("hex")).toBe(hex);
  });

  it("of an identifier uses base 128", () => {
    expect(oid("1.2.840.10045.4.3.2").toString("hex")).toBe("06082a8648ce3d040302");
  });

  it("of a time has a two-digit year", () => {
    expect(utcTime(now).toString("latin1").slice(2)).toBe("261126120000Z");
  });
});
