import { checkKnownOptions } from "../protocol/known-options.js";
import type { Delivery } from "./delivery.js";
import type { WebhookOptions } from "./options.js";
import { createReceiver, type Verified } from "./receiver.js";

/** Every option of a verifier. */
export const verifierOptionNames = [
  "contract",
  "signaturePassword",
  "strict",
  "maxBodyBytes",
  "onOutcome",
  "logger",
] as const satisfies readonly (keyof WebhookOptions)[];

/** Options of the verifiers of all adapters. `onOutcome` is only called for rejections. */
export type VerifierOptions<Request = unknown> = Pick<
  WebhookOptions<Request>,
  (typeof verifierOptionNames)[number]
>;

/** Verifies a delivery without calling handlers or recording it. Never throws. */
export interface Verifier<Request = unknown> {
  (delivery: Delivery<Request>): Promise<Verified>;
  /** The name of the signature header, lower-case. */
  readonly signatureHeader: string;
}

/**
 * Creates a verifier, for adapters.
 *
 * @throws InvalidOptionError when an option is missing, invalid or unknown
 */
export function createVerifier<Request = unknown>(
  options: VerifierOptions<Request> = {},
): Verifier<Request> {
  checkKnownOptions(options, verifierOptionNames);
  const receiver = createReceiver<Request>(options);
  const verify = (delivery: Delivery<Request>): Promise<Verified> => receiver.verify(delivery);
  return Object.assign(verify, { signatureHeader: receiver.contract.headers.signature });
}
