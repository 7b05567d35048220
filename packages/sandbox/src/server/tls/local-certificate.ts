import { generateKeyPairSync } from "node:crypto";
import { bitString, booleanTrue, implicit, octetString, oid, sequence, tagged } from "./der.js";
import { type Extension, keyIdOf, toCertificate } from "./x509.js";

/** A certificate for loopback names with its key, and the certificate of the authority that signed it, as PEM. */
export interface LocalCertificate {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

const dayMs = 86_400_000;

/** Some clients reject certificates that are valid for more than 398 days. */
const validDays = 397;

const loopback4 = Buffer.of(127, 0, 0, 1);
const loopback6 = Buffer.concat([Buffer.alloc(15), Buffer.of(1)]);
const names = {
  dns: (name: string) => implicit(2, Buffer.from(name, "latin1")),
  ip: (...bytes: readonly Uint8Array[]) => implicit(7, Buffer.concat(bytes)),
};

/**
 * Creates a certificate for `localhost`, `127.0.0.1` and `::1`, and an authority that signs it. The authority is limited to
 * loopback names, and its key is discarded, so trusting it means trusting this certificate only.
 */
export function createLocalCertificate(now: Date): LocalCertificate {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = `Numipay sandbox CA ${keyIdOf(authority.publicKey).toString("hex").slice(0, 8)}`;
  const common = {
    issuer,
    issuerKey: authority.privateKey,
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + validDays * dayMs),
  };
  const authorityId = keyIdOf(authority.publicKey);
  return {
    ca: toCertificate({
      ...common,
      subject: issuer,
      publicKey: authority.publicKey,
      extensions: [
        // An authority without intermediate authorities.
        extension("2.5.29.19", sequence(booleanTrue, Buffer.of(0x02, 0x01, 0x00))),
        // keyCertSign
        extension("2.5.29.15", bitString(Buffer.of(0x04), 2)),
        extension("2.5.29.30", sequence(tagged(0, ...loopbackNames.map((name) => sequence(name))))),
        { id: "2.5.29.14", value: octetString(authorityId) },
      ],
    }),
    cert: toCertificate({
      ...common,
      subject: "localhost",
      publicKey: server.publicKey,
      extensions: [
        extension("2.5.29.19", sequence()),
        // digitalSignature
        extension("2.5.29.15", bitString(Buffer.of(0x80), 7)),
        // serverAuth
        { id: "2.5.29.37", value: sequence(oid("1.3.6.1.5.5.7.3.1")) },
        {
          id: "2.5.29.17",
          value: sequence(names.dns("localhost"), names.ip(loopback4), names.ip(loopback6)),
        },
        { id: "2.5.29.14", value: octetString(keyIdOf(server.publicKey)) },
        { id: "2.5.29.35", value: sequence(implicit(0, authorityId)) },
      ],
    }),
    key: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** The name constraints of the authority: a name, and addresses with masks. */
const loopbackNames = [
  names.dns("localhost"),
  names.ip(Buffer.of(127, 0, 0, 0), Buffer.of(255, 0, 0, 0)),
  names.ip(loopback6, Buffer.alloc(16, 0xff)),
];

function extension(id: string, value: Uint8Array): Extension {
  return { id, value, isCritical: true };
}
