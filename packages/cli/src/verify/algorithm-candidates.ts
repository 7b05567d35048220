import { createHash, createHmac } from "node:crypto";
import { asIs, type Candidate, type Deviation } from "./deviation.js";

/** Signs a text, in upper-case hex. */
export type Sign = (text: string, password: string) => string;

const documented = (text: string, password: string): string =>
  createHash("sha1").update(text).update(password).digest("hex").toUpperCase();

const others: { code: string; name: string; sign: Sign }[] = [
  {
    code: "password-first",
    name: "SHA-1 of the password followed by the text",
    sign: (text, password) => documented(password, text),
  },
  {
    code: "hmac-sha1",
    name: "HMAC-SHA1 with the password as its key",
    sign: (text, password) => createHmac("sha1", password).update(text).digest("hex").toUpperCase(),
  },
  {
    code: "sha256",
    name: "SHA-256 of the text followed by the password",
    sign: (text, password) =>
      createHash("sha256").update(text).update(password).digest("hex").toUpperCase(),
  },
  {
    code: "hmac-sha256",
    name: "HMAC-SHA256 with the password as its key",
    sign: (text, password) =>
      createHmac("sha256", password).update(text).digest("hex").toUpperCase(),
  },
  {
    code: "no-password",
    name: "SHA-1 of the text alone, without the password",
    sign: (text) => documented(text, ""),
  },
];

/** The gateway's algorithm, and common mistakes. */
export const algorithms: readonly Candidate<Sign>[] = [
  asIs<Sign>(documented),
  ...others.map(({ code, name, sign }) => ({ value: sign, deviations: [mistaken(code, name)] })),
];

function mistaken(code: string, name: string): Deviation {
  return {
    code,
    found: `The signature is the ${name}.`,
    todo: "The gateway signs with the SHA-1 of the JSON text followed by the password. Use signPayload of @numipay/core.",
  };
}
