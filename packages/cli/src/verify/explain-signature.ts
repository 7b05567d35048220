import { findMatch } from "./find-match.js";
import type { Deviation } from "./deviation.js";
import { bodyHints } from "./body-hints.js";
import { toHexSignature } from "./signature-candidates.js";
import { isInvalidSignatureError, type SignedForm, verifySignature } from "@numipay/core";
import { type Contract, loadContract } from "@numipay/core/protocol";

/** What is to be said of one delivery's signature. */
export interface SignatureReport {
  /** True when @numipay's receivers take it. */
  readonly verified: boolean;
  /** Which form of the body they took: the bytes, or `JSON.stringify(JSON.parse(text))`. Null: none. */
  readonly matched: SignedForm | null;
  /** Each difference between what is in hand and what was signed. Empty when there is none. */
  readonly reasons: readonly Deviation[];
  /** True: the signature was seen to match once the reasons were undone. False: they are what is left to suspect. */
  readonly proven: boolean;
  /** How many combinations of body, password and way to sign were looked at. */
  readonly tried: number;
}

const defaultMaxBodyBytes = 65_536;

const notASignature: Deviation = {
  code: "not-a-signature",
  found: "What you gave as the signature is not 40 hex digits, in no spelling.",
  todo: "Give the value of the signature's header, whole and nothing else.",
};

/**
 * Looks at a delivery as a receiver does, and where the two do not fit, tries what usually goes wrong until the signature
 * matches: each reason but the last resorts has been seen to be true.
 */
export function explainSignature(delivery: {
  body: Uint8Array;
  signature: string;
  password: string;
  /** Names the header and the fields. Defaults to the documented one. */
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

/** The order in which the gateway's documentation writes a payload, in the gateway's names. */
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

/** The signature is right, and still a receiver refuses the body. */
function pastLimits({ byteLength }: Uint8Array): Deviation {
  if (byteLength > defaultMaxBodyBytes) {
    return {
      code: "too-large",
      found: `The body has ${byteLength} bytes, and a receiver takes ${defaultMaxBodyBytes} by default.`,
      todo: "If it is the gateway's, raise the receiver's maxBodyBytes.",
    };
  }
  return {
    code: "too-deep",
    found: "The body nests deeper than 64 levels, which a receiver answers with 400.",
    todo: "Ask the sender for it: nothing that the gateway documents nests so deep.",
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
      `None of ${tried} combinations of body, password and way to sign makes this signature: the password is another ` +
      "one, or the content was changed.",
    todo:
      "Compare the password with the portal's, Settings > Credentials: of this account, and after its last change. If it " +
      "is right, take the body anew, as bytes, from where it arrives.",
  };
}
