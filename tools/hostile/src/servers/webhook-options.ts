// @ts-check
import type { Counter } from "./count-work.js";
import { maxBodyBytes, webhookPath } from "../host-paths.js";
import { signaturePassword } from "../sign-delivery.js";
import { countedInbox } from "./counted-inbox.js";

/** The options of our webhook in every framework. Refusals are not logged: both sides are silent. */
export function webhookOptions(work: Counter) {
  return {
    path: webhookPath,
    signaturePassword,
    maxBodyBytes,
    inbox: countedInbox(work),
    onOutcome: () => {},
  };
}
