import { type Candidate, asIs, type Deviation, distinct } from "./deviation.js";

const lowerCase: Deviation = {
  code: "lower-case-signature",
  found:
    "The signature is in lower case. The gateway sends upper case, and receivers accept nothing else.",
  todo: "Pass the signature header unchanged. If your own code created it, add .toUpperCase().",
};

const whitespace: Deviation = {
  code: "whitespace-around-signature",
  found: "The signature has surrounding whitespace.",
  todo: "Pass the signature header unchanged.",
};

const prefix: Deviation = {
  code: "prefixed-signature",
  found: 'The signature has a prefix, such as "sha1=". The gateway sends only the 40 digits.',
  todo: "Remove the prefix before you compare the 40 hex digits.",
};

const base64: Deviation = {
  code: "base64-signature",
  found: "The signature is in base64. The gateway sends hex.",
  todo: 'Create the digest with .digest("hex").toUpperCase().',
};

/**
 * Converts a signature to upper-case hex. Returns undefined if it is not a signature in any form.
 *
 * @param header the name of its header, which users may copy as well
 */
export function toHexSignature(given: string, header: string): Candidate<string> | undefined {
  const bare = given.trim();
  const value = bare.toLowerCase().startsWith(`${header}:`)
    ? bare.slice(header.length + 1).trimStart()
    : bare;
  const named = value.replace(/^(?:sha-?1\s*[=:]\s*|["'](?=[^"']*["']$))/i, "");
  const unquoted = named.replace(/["']$/, "");
  const deviations = [
    ...(bare === given ? [] : [whitespace]),
    ...(unquoted === bare ? [] : [prefix]),
  ];
  if (/^[0-9a-f]+$/i.test(unquoted) && [40, 64].includes(unquoted.length)) {
    const isUpper = unquoted === unquoted.toUpperCase();
    return {
      value: unquoted.toUpperCase(),
      deviations: isUpper ? deviations : [...deviations, lowerCase],
    };
  }
  if (/^[A-Za-z0-9+/_-]{27}=?$/.test(unquoted)) {
    const hex = Buffer.from(unquoted, "base64").toString("hex").toUpperCase();
    return { value: hex, deviations: [...deviations, base64] };
  }
  return undefined;
}

/** The possible passwords when the signature was created. */
export function passwordCandidates(password: string): Candidate<string>[] {
  const extraWhitespace: Deviation = {
    code: "whitespace-in-password",
    found: "Your password starts or ends with whitespace that does not belong to it.",
    todo: "Remove the whitespace from NUMIPAY_SIGNATURE_PASSWORD, or trim the file that it comes from.",
  };
  const missingWhitespace: Deviation = {
    code: "whitespace-missing-from-password",
    found: "The signature was created with whitespace before or after your password.",
    todo: "The signer's password was copied with whitespace. Copy it again from the portal, on both sides.",
  };
  const quotes: Deviation = {
    code: "quoted-password",
    found: "Your password has quotation marks that do not belong to it.",
    todo: "Remove the quotation marks. Env files of Docker and systemd keep them as part of the value.",
  };
  const composed: Deviation = {
    code: "password-normalization",
    found:
      "The password has an accented letter with another Unicode normalization on the other side.",
    todo: "Create a password of ASCII letters and digits in the portal.",
  };
  const unquoted = /^(["'])(.*)\1$/s.exec(password.trim())?.[2];
  return distinct([
    asIs(password),
    { value: password.trim(), deviations: [extraWhitespace] },
    ...(unquoted === undefined ? [] : [{ value: unquoted, deviations: [quotes] }]),
    ...[" ", "\n", "\r\n"].map((blank) => ({
      value: password + blank,
      deviations: [missingWhitespace],
    })),
    { value: ` ${password}`, deviations: [missingWhitespace] },
    { value: password.normalize("NFC"), deviations: [composed] },
    { value: password.normalize("NFD"), deviations: [composed] },
  ]).filter(({ value }) => value !== "");
}
