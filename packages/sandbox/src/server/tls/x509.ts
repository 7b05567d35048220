import { createHash, type KeyObject, sign } from "node:crypto";
import {
  bitString,
  booleanTrue,
  der,
  integer,
  octetString,
  oid,
  sequence,
  tagged,
  utcTime,
  utf8String,
} from "./der.js";

/** An extension of a certificate. Clients that do not support a critical one must reject the certificate. */
export interface Extension {
  readonly id: string;
  readonly value: Uint8Array;
  readonly isCritical?: boolean;
}

/** The content of a certificate, and the key that signs it. */
export interface CertificateContent {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Extension[];
}

const ecdsaWithSha256 = sequence(oid("1.2.840.10045.4.3.2"));
const version3 = tagged(0, integer(Buffer.of(2)));

/** Creates a certificate (RFC 5280), signed with a P-256 key, as PEM. */
export function toCertificate(content: CertificateContent): string {
  const spki = content.publicKey.export({ type: "spki", format: "der" });
  const signed = sequence(
    version3,
    // Derived from the random key, because serial numbers must be unique.
    integer(createHash("sha256").update(spki).digest().subarray(0, 16)),
    ecdsaWithSha256,
    toName(content.issuer),
    sequence(utcTime(content.notBefore), utcTime(content.notAfter)),
    toName(content.subject),
    spki,
    tagged(3, sequence(...content.extensions.map(toExtension))),
  );
  const signature = sign("sha256", signed, content.issuerKey);
  return toPem(sequence(signed, ecdsaWithSha256, bitString(signature)));
}

/** The key identifier by which a certificate refers to its issuer. */
export function keyIdOf(publicKey: KeyObject): Buffer {
  return createHash("sha1")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest();
}

function toName(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid("2.5.4.3"), utf8String(commonName))));
}

function toExtension({ id, value, isCritical = false }: Extension): Buffer {
  return sequence(oid(id), ...(isCritical ? [booleanTrue] : []), octetString(value));
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
