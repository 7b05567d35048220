import { type Candidate, asIs, type Deviation, distinct } from "./deviation.js";

const lowerCase: Deviation = {
  code: "lower-case-signature",
  found:
    "The signature is in lower case; the gateway sends upper case, and receivers take nothing else.",
  todo: "Hand on the signature's header as it came. If your own code made it, add .toUpperCase().",
};

const blanks: Deviation = {
  code: "blanks-around-signature",
  found: "There are blanks or a line break around the signature.",
  todo: "Hand on the signature's header as it came, without anything around it.",
};

const prefix: Deviation = {
  code: "prefixed-signature",
  found: 'The signature has a prefix, such as "sha1="; the gateway sends the 40 digits alone.',
  todo: "Compare the 40 hex digits without what stands before them.",
};

const base64: Deviation = {
  code: "base64-signature",
  found: "The signature is written in base64; the gateway writes it in hex.",
  todo: 'Make the digest with .digest("hex").toUpperCase().',
};

/**
 * The signature as upper-case hex, with what had to be done to it; undefined when it is none in any spelling.
 *
 * @param header the name of its header, which may have been copied along
 */
export function toHexSignature(given: string, header: string): Candidate<string> | undefined {
  const bare = given.trim();
  const value = bare.toLowerCase().startsWith(`${header}:`)
    ? bare.slice(header.length + 1).trimStart()
    : bare;
  const named = value.replace(/^(?:sha-?1\s*[=:]\s*|["'](?=[^"']*["']$))/i, "");
  const unquoted = named.replace(/["']$/, "");
  const deviations = [...(bare === given ? [] : [blanks]), ...(unquoted === bare ? [] : [prefix])];
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

/** The password as it may have been when the signature was made. */
export function passwordCandidates(password: string): Candidate<string>[] {
  const blankAround: Deviation = {
    code: "blank-in-password",
    found:
      "The password that you gave begins or ends with a blank or a line break that does not belong to it.",
    todo: "Take the blank out of NUMIPAY_SIGNATURE_PASSWORD, or trim the file that you read it from.",
  };
  const blankLost: Deviation = {
    code: "blank-missing-from-password",
    found: "The signature was made with a blank or a line break after the password that you gave.",
    todo: "Whoever signs has copied the password with a blank. Copy it again from the portal, on both sides.",
  };
  const quotes: Deviation = {
    code: "quoted-password",
    found: "The password that you gave stands in quotation marks that do not belong to it.",
    todo: "Take the quotation marks out: env files of Docker and of systemd keep them as part of the value.",
  };
  const composed: Deviation = {
    code: "password-normalisation",
    found:
      "The password has an accented letter that is written as two characters on one side and as one on the other.",
    todo: "Make a password of plain letters and digits in the portal.",
  };
  const unquoted = /^(["'])(.*)\1$/s.exec(password.trim())?.[2];
  return distinct([
    asIs(password),
    { value: password.trim(), deviations: [blankAround] },
    ...(unquoted === undefined ? [] : [{ value: unquoted, deviations: [quotes] }]),
    ...[" ", "\n", "\r\n"].map((blank) => ({
      value: password + blank,
      deviations: [blankLost],
    })),
    { value: ` ${password}`, deviations: [blankLost] },
    { value: password.normalize("NFC"), deviations: [composed] },
    { value: password.normalize("NFD"), deviations: [composed] },
  ]).filter(({ value }) => value !== "");
}
