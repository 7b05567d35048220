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
] as const satisfies readonly (keyof WebhookOptions)[];

/** Options of every adapter's verifier: those of the webhook that verifying needs. `onOutcome` is called for refusals alone. */
export type VerifierOptions<Request = unknown> = Pick<
  WebhookOptions<Request>,
  (typeof verifierOptionNames)[number]
>;

/** Verifies a delivery and does nothing with it: no handler, no record. Never throws. */
export interface Verifier<Request = unknown> {
  (delivery: Delivery<Request>): Promise<Verified>;
  /** The header of the signature, lower-case. */
  readonly signatureHeader: string;
}

/**
 * A verifier, for adapters.
 *
 * @throws InvalidOptionError naming the option
 */
export function createVerifier<Request = unknown>(
  options: VerifierOptions<Request> = {},
): Verifier<Request> {
  checkKnownOptions(options, verifierOptionNames);
  const receiver = createReceiver<Request>(options);
  const verify = (delivery: Delivery<Request>): Promise<Verified> => receiver.verify(delivery);
  return Object.assign(verify, { signatureHeader: receiver.contract.headers.signature });
}
