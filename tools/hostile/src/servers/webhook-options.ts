import type { Inbox } from "@numipay/core";
import { signaturePassword } from "measure";
import { maxBodyBytes } from "../host-paths.js";
import { countedInbox } from "./counted-inbox.js";
import type { WorkCounter } from "./work-counter.js";

interface SharedOptions {
  signaturePassword: string;
  maxBodyBytes: number;
  inbox: Inbox;
  onOutcome: () => void;
}

/** The options of our webhook in every framework. Rejections are not logged, as on the peers. */
export function webhookOptions(work: WorkCounter): SharedOptions {
  return { signaturePassword, maxBodyBytes, inbox: countedInbox(work), onOutcome: () => {} };
}
