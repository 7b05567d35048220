import { sha1Hex } from "./sha1.js";
import { defaultMaxBodyBytes, isLargerThan } from "./body-size.js";
import { toCanonicalJson } from "./canonical-json.js";
import { InvalidOptionError, InvalidSignatureError } from "./errors.js";
import { isTooDeep, isTooWide, maxJsonDepth } from "./json-shape.js";

/** The signature password from the portal. During a rotation, a list with the newest first. */
export type SignaturePassword = string | readonly string[];

/** The signed text: the raw body, or the canonical form `JSON.stringify(JSON.parse(text))`. */
export type SignedForm = "raw" | "canonical";

/** The text and the password that match a signature. */
export interface SignatureMatch {
  /** The form of the body whose hash is the signature. */
  matched: SignedForm;
  /** The index of the password that matched. */
  passwordIndex: number;
  /** The text that the signature covers. Parse only this text. */
  text: string;
}

/** A delivery's body: its bytes, its text, or the value from a body parser. */
export type SignedBody = Uint8Array | string | object;

/** 40 upper-case hex digits, the only documented form. */
const signaturePattern = /^[0-9A-F]{40}$/;

const shortestSafePassword = 20;

/** `ignoreBOM` keeps a byte order mark in the text, so that it fails verification: it was not part of the signed text. */
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Computes the signature that the gateway sends as `x-signature`: upper-case hex SHA-1 (documented).
 *
 * @param payload the webhook's object, or its exact text
 * @throws InvalidOptionError when the password is missing or empty
 */
export function signPayload(payload: object | string, signaturePassword: string): string {
  const [password = ""] = toPasswords(signaturePassword);
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  return sha1Hex(text + password).toUpperCase();
}

/**
 * Verifies the signature of one delivery with each password, first against its bytes, then against its canonical form.
 *
 * @returns the form and password that matched, and the payload parsed from the signed text
 * @throws InvalidSignatureError when nothing matches, the body is larger than `maxBodyBytes`, or the signed text is not JSON
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
      `The body is larger than ${maxBodyBytes} bytes. If the gateway sent it, increase maxBodyBytes.`,
    );
  }
  if (match === undefined) {
    throw new InvalidSignatureError(
      "The signature does not match the body. Check signaturePassword, and that the body was not changed.",
    );
  }
  if (isTooDeep(match.text)) {
    throw new InvalidSignatureError(
      `The signature matches, but the body nests deeper than ${maxJsonDepth} levels.`,
    );
  }
  const payload = parseJson(match.text);
  if (payload === undefined) {
    throw new InvalidSignatureError("The signature matches, but the body is not JSON.");
  }
  return { matched: match.matched, passwordIndex: match.passwordIndex, payload };
}

/** True for a single header of 40 upper-case hex digits. Two headers arrive joined by a comma and do not match. */
export function isSignature(header: string | null | undefined): header is string {
  return typeof header === "string" && signaturePattern.test(header);
}

/**
 * Matches a signature with a body. Never throws for anything a sender can send, and takes time proportional to the size of the
 * body.
 *
 * @param signature must satisfy `isSignature`: the comparison is only correct for that form
 * @param maxBytes the largest body. A parsed body counts as its canonical form
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
  // The sender is not authenticated yet, so a text that is too deep, or has more members than any delivery, is not parsed.
  if (isTooWide(text) || isTooDeep(text)) return undefined;
  const value = parseJson(text);
  if (value === undefined) return undefined;
  // The value has at most 64 levels, so the faster native function is safe.
  const canonical = JSON.stringify(value);
  if (canonical === text) return undefined;
  return matchText(canonical, signature, passwords, "canonical");
}

/**
 * Returns the passwords as a list.
 *
 * @throws InvalidOptionError when a password is missing, empty or not a string
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
      "is missing or empty. Pass the password from the merchant portal (Settings > Credentials) " +
        "or set NUMIPAY_SIGNATURE_PASSWORD.",
    );
  }
  return passwords as readonly string[];
}

/** A warning about a weak password that does not include it; undefined if the password is fine. */
export function weakness(password: string): string | undefined {
  if (password.trim() !== password) {
    return "signaturePassword begins or ends with whitespace. Check that it was copied correctly.";
  }
  if (password.length < shortestSafePassword) {
    return (
      `signaturePassword has fewer than ${shortestSafePassword} characters. With one recorded delivery, a short password can ` +
      "be guessed offline. Create a longer one in the merchant portal."
    );
  }
  return undefined;
}

/** Parses JSON. Returns undefined for invalid JSON, because `undefined` is not a JSON value. */
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

/** Compares in constant time, so that the duration reveals nothing. `| 0x20` converts a hex letter to lower case. */
function isSameHex(lowerCase: string, upperCase: string): boolean {
  let difference = 0;
  for (let i = 0; i < 40; i += 1) {
    difference |= lowerCase.charCodeAt(i) ^ (upperCase.charCodeAt(i) | 0x20);
  }
  return difference === 0;
}
