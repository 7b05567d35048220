import { sha1Hex } from "#sha1";
import { defaultMaxBodyBytes, isLargerThan } from "./body-size.js";
import { toCanonicalJson } from "./canonical-json.js";
import { InvalidOptionError, InvalidSignatureError } from "./errors.js";
import { isTooDeep, isTooWide, maxJsonDepth } from "./json-shape.js";

/** The signature password of the portal, or several while one replaces another: the newest first. */
export type SignaturePassword = string | readonly string[];

/** Which text carried the signature: the bytes as they came, or `JSON.stringify(JSON.parse(text))`. */
export type SignedForm = "raw" | "canonical";

/** What a signature proves: this text, under this password. */
export interface SignatureMatch {
  /** The form of the body whose hash is the signature. */
  matched: SignedForm;
  /** Which of the passwords, counted from 0. */
  passwordIndex: number;
  /** The very text that the signature covers. Only this may be parsed and handed on. */
  text: string;
}

/** A delivery's body: its bytes, its text, or what a body parser made of it. */
export type SignedBody = Uint8Array | string | object;

/** 40 upper-case hex digits: the gateway documents this form and no other. */
const signaturePattern = /^[0-9A-F]{40}$/;

const shortestSafePassword = 20;

/** `ignoreBOM` keeps a byte order mark in the text, where it fails the hash: it is not part of what was signed. */
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The upper-case hex SHA-1 that the gateway sends as `x-signature` (documented).
 *
 * @param payload the webhook's object, or its text as it is sent
 * @throws InvalidOptionError when the password is missing or empty
 */
export function signPayload(payload: object | string, signaturePassword: string): string {
  const [password = ""] = toPasswords(signaturePassword);
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  return sha1Hex(text + password).toUpperCase();
}

/**
 * Verifies one delivery: its bytes first, then its canonical form, under each password.
 *
 * @returns which form and password matched, and the payload parsed from exactly the text that was signed
 * @throws InvalidSignatureError when nothing matches, the body is larger than `maxBodyBytes`, or the signed text is no JSON
 * or nests deeper than 64 levels
 * @throws InvalidOptionError when a password is missing or empty
 */
export function verifySignature(delivery: {
  body: SignedBody;
  signature: string | null | undefined;
  signaturePassword: SignaturePassword;
  /** The largest body in bytes; a parsed body counts as its JSON text. Defaults to `65536`. */
  maxBodyBytes?: number | undefined;
}): { matched: SignedForm; passwordIndex: number; payload: unknown } {
  const passwords = toPasswords(delivery.signaturePassword);
  const { body, signature, maxBodyBytes = defaultMaxBodyBytes } = delivery;
  const match = isSignature(signature)
    ? findSignature(body, signature, passwords, maxBodyBytes)
    : undefined;
  if (match === "too-large") {
    throw new InvalidSignatureError(
      `The body is larger than ${maxBodyBytes} bytes. Raise maxBodyBytes if it is the gateway's.`,
    );
  }
  if (match === undefined) {
    throw new InvalidSignatureError("The signature matches the body under none of the passwords.");
  }
  if (isTooDeep(match.text)) {
    throw new InvalidSignatureError(
      `The signature matches, but what it covers nests deeper than ${maxJsonDepth} levels.`,
    );
  }
  const payload = parseJson(match.text);
  if (payload === undefined) {
    throw new InvalidSignatureError("The signature matches, but what it covers is no JSON.");
  }
  return { matched: match.matched, passwordIndex: match.passwordIndex, payload };
}

/** True for exactly one header of 40 upper-case hex digits: two come joined by a comma and do not fit. */
export function isSignature(header: string | null | undefined): header is string {
  return typeof header === "string" && signaturePattern.test(header);
}

/**
 * The match of a signature with a body, or undefined. Never throws for anything a sender can send, and takes time in proportion
 * to the body's size.
 *
 * @param signature one that `isSignature`: a text of another form could match by the way it is compared
 * @param maxBytes the largest body. A parsed one counts as its canonical form, which is all that is left of it
 */
export function findSignature(
  body: SignedBody,
  signature: string,
  passwords: readonly string[],
  maxBytes: number,
): SignatureMatch | "too-large" | undefined {
  if (body instanceof Uint8Array) {
    if (body.byteLength > maxBytes) return "too-large";
    const text = decode(body);
    return text === undefined ? undefined : findInText(text, signature, passwords);
  }
  if (typeof body === "string") {
    return isLargerThan(body, maxBytes) ? "too-large" : findInText(body, signature, passwords);
  }
  const canonical = toCanonicalJson(body, maxBytes);
  if ("problem" in canonical) return canonical.problem === "too-large" ? "too-large" : undefined;
  if (isLargerThan(canonical.text, maxBytes)) return "too-large";
  return matchText(canonical.text, signature, passwords, "canonical");
}

function findInText(
  text: string,
  signature: string,
  passwords: readonly string[],
): SignatureMatch | undefined {
  const raw = matchText(text, signature, passwords, "raw");
  if (raw !== undefined) return raw;
  // The sender is not authenticated yet: neither what is rejected for its depth anyway nor thousands of members, which no
  // delivery has, may cost a parse.
  if (isTooWide(text) || isTooDeep(text)) return undefined;
  const value = parseJson(text);
  if (value === undefined) return undefined;
  // Of parsed text, and 64 levels at most: the native way is the faster one.
  const canonical = JSON.stringify(value);
  if (canonical === text) return undefined;
  return matchText(canonical, signature, passwords, "canonical");
}

/**
 * The passwords as a list.
 *
 * @throws InvalidOptionError when there is none, or one is empty or not a string
 */
export function toPasswords(signaturePassword: SignaturePassword | undefined): readonly string[] {
  const passwords = typeof signaturePassword === "string" ? [signaturePassword] : signaturePassword;
  const isUsable =
    Array.isArray(passwords) &&
    passwords.length > 0 &&
    passwords.every((password) => typeof password === "string" && password !== "");
  if (!isUsable) {
    throw new InvalidOptionError(
      "signaturePassword",
      "give the signature password from the merchant portal, Settings > Credentials " +
        "(or set NUMIPAY_SIGNATURE_PASSWORD); it may not be empty.",
    );
  }
  return passwords as readonly string[];
}

/** What is unwise about a password, as a sentence without the password; undefined when it is fine. */
export function weakness(password: string): string | undefined {
  if (password.trim() !== password) {
    return "signaturePassword begins or ends with a blank: was it copied whole, and nothing more?";
  }
  if (password.length < shortestSafePassword) {
    return (
      `signaturePassword has fewer than ${shortestSafePassword} characters. Whoever sees one delivery can guess a short ` +
      "one offline: make a longer one in the merchant portal."
    );
  }
  return undefined;
}

/** The value of a JSON text, or undefined where it is none: `undefined` is no JSON value. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function matchText(
  text: string,
  signature: string,
  passwords: readonly string[],
  matched: SignedForm,
): SignatureMatch | undefined {
  for (let index = 0; index < passwords.length; index += 1) {
    if (isSameHex(sha1Hex(text + passwords[index]), signature)) {
      return { matched, passwordIndex: index, text };
    }
  }
  return undefined;
}

/** Looks at every digit whatever the first ones say, so that the time taken tells nothing. `| 0x20` lowers a hex letter. */
function isSameHex(lowerCase: string, upperCase: string): boolean {
  let difference = 0;
  for (let i = 0; i < 40; i += 1) {
    difference |= lowerCase.charCodeAt(i) ^ (upperCase.charCodeAt(i) | 0x20);
  }
  return difference === 0;
}
