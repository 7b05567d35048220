import { Logger } from "@nestjs/common";
import type { OutcomeObserver } from "@numipay/core";

/**
 * The observer where none is given: logs with Nest's logger what somebody must look into. The first refused signature is
 * logged too, for a wrong password refuses everything; later ones are not, for anybody can send them.
 */
export function createOutcomeLog(account: string): OutcomeObserver {
  const logger = new Logger(`Numipay:${account}`);
  let hasToldOfSignature = false;
  return ({ outcome, eventType, tracking_id, reason, error }) => {
    const subject = [outcome, eventType, tracking_id, reason]
      .filter((part) => part !== undefined)
      .join(" ");
    if (outcome === "handler-failed" || outcome === "inbox-unavailable") {
      const stack = error instanceof Error ? error.stack : undefined;
      logger.error(`${subject}; the gateway will try again.`, stack);
    } else if (outcome === "malformed" || outcome === "conflict") {
      logger.error(`${subject}.`);
    } else if (outcome === "bad-signature" && !hasToldOfSignature) {
      hasToldOfSignature = true;
      logger.warn(`${subject}. Told once: is the signature password right?`);
    }
  };
}
