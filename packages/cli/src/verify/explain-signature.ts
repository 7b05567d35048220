import { findMatch } from "./find-match.js";
import type { Deviation } from "./deviation.js";
import { bodyHints } from "./body-hints.js";
import { toHexSignature } from "./signature-candidates.js";
import { isInvalidSignatureError, type SignedForm, verifySignature } from "@numipay/core";
import { type Contract, loadContract } from "@numipay/core/protocol";

/** The result of `verify`. */
export interface SignatureReport {
  /** True if @numipay's receivers accept the delivery. */
  readonly verified: boolean;
  /** The form of the body that matched: the bytes, or `JSON.stringify(JSON.parse(text))`. Null if none did. */
  readonly matched: SignedForm | null;
  /** The differences between what was received and what was signed. */
  readonly reasons: readonly Deviation[];
  /** True if the signature matches once the reasons are reverted. False if they are only likely. */
  readonly proven: boolean;
  /** The number of tested combinations of body, password and algorithm. */
  readonly tried: number;
}

const defaultMaxBodyBytes = 65_536;

const notASignature: Deviation = {
  code: "not-a-signature",
  found: "The value of --signature is not 40 hex digits, in any form.",
  todo: "Pass the complete value of the signature header, and nothing else.",
};

/**
 * Verifies a delivery as a receiver does. If the signature does not match, reverts common changes until it matches.
 */
export function explainSignature(delivery: {
  body: Uint8Array;
  signature: string;
  password: string;
  /** Sets the names of the header and fields. Defaults to the documented contract. */
  contract?: Contract;
}): SignatureReport {
  const { body, signature, password, contract = loadContract(undefined) } = delivery;
  const matched = verify(body, signature, password);
  if (matched === "raw") return { verified: true, matched, reasons: [], proven: true, tried: 1 };
  const hex = toHexSignature(signature, contract.headers.signature);
  const verified = matched !== null;
  if (hex === undefined) {
    return { verified, matched, reasons: [notASignature], proven: false, tried: 0 };
  }
  const { match, tried } = findMatch({
    body,
    password,
    hex: hex.value,
    fields: toFieldOrder(contract),
  });
  if (match !== undefined) {
    const reasons = [...hex.deviations, ...withoutRepeats(match)];
    if (!verified && reasons.length === 0) reasons.push(pastLimits(body));
    return { verified, matched, reasons, proven: true, tried };
  }
  const reasons = [...hex.deviations, ...bodyHints(body), wrongPassword(tried)];
  return { verified, matched, reasons, proven: false, tried };
}

/** The gateway's field names, in documented order. */
function toFieldOrder({ webhook }: Contract): string[] {
  return [...webhook.fields.values()].map(({ name }) => name);
}

function verify(body: Uint8Array, signature: string, password: string): SignedForm | null {
  try {
    return verifySignature({ body, signature, signaturePassword: password }).matched;
  } catch (error) {
    if (isInvalidSignatureError(error)) return null;
    throw error;
  }
}

/** Why a receiver rejects a body with a correct signature. */
function pastLimits({ byteLength }: Uint8Array): Deviation {
  if (byteLength > defaultMaxBodyBytes) {
    return {
      code: "too-large",
      found: `The body has ${byteLength} bytes. Receivers accept ${defaultMaxBodyBytes} by default.`,
      todo: "If it is from the gateway, increase the receiver's maxBodyBytes.",
    };
  }
  return {
    code: "too-deep",
    found: "The body is nested deeper than 64 levels, which receivers reject with 400.",
    todo: "Check the sender. No documented payload is nested that deep.",
  };
}

function withoutRepeats(reasons: readonly Deviation[]): Deviation[] {
  return reasons.filter(
    ({ code, found }, index) =>
      index === reasons.findIndex((other) => other.code === code && other.found === found),
  );
}

function wrongPassword(tried: number): Deviation {
  return {
    code: "wrong-password",
    found:
      `None of ${tried} combinations of body, password and algorithm gives this signature. The password is wrong, or the ` +
      "content was changed.",
    todo:
      "Compare the password with Settings > Credentials in the portal of this account, after its last change. If it is " +
      "correct, capture the raw bytes of the request again.",
  };
}
