// @ts-check
import { maxBodyBytes, webhookPath } from "../host-paths.js";
import { signaturePassword } from "../sign-delivery.js";
import { countedInbox } from "./counted-inbox.js";

/**
 * The options of our webhook in every framework. Refusals are not logged: both sides are silent.
 *
 * @param {import("./count-work.js").Counter} work
 */
export function webhookOptions(work) {
  return {
    path: webhookPath,
    signaturePassword,
    maxBodyBytes,
    inbox: countedInbox(work),
    onOutcome: () => {},
  };
}
