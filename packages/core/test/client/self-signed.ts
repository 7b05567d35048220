import { generateKeyPairSync, sign } from "node:crypto";

/** Encodes a value in DER: tag, length and contents. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...contents: Buffer[]): Buffer => der(0x30, ...contents);

/** `YYMMDDhhmmssZ`. */
const utcTime = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`));

/** Creates a self-signed certificate, so that the repository contains no private key. */
export function selfSigned({
  host = "127.0.0.1",
  notAfter = new Date("2049-01-01"),
}: { host?: string; notAfter?: Date } = {}): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = sequence(der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
  const commonName = sequence(
    der(0x06, Buffer.from("550403", "hex")),
    der(0x0c, Buffer.from(host)),
  );
  const name = sequence(der(0x31, commonName));
  const validity = sequence(utcTime(new Date("2020-01-01")), utcTime(notAfter));
  const toSign = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", toSign, privateKey));
  const certificate = sequence(toSign, ecdsaWithSha256, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`,
  };
}
