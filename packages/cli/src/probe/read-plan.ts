import { type Contract, currencyDigits, dayInZone } from "@numipay/core/protocol";
import { usageError } from "../failure/command-failure.js";
import { readJsonObject } from "../gateway/payment-request.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import type { ProbePlan } from "./plan-calls.js";

/** The options from which the calls are planned. */
export interface PlanOptions {
  readonly currency: string;
  readonly userId: string;
  readonly providerId?: string;
  readonly cardFile?: string;
}

/**
 * Reads what a run sends.
 *
 * @throws CommandFailure for a currency without cents, and a card file that is not a JSON object of strings
 */
export async function readPlan(
  terminal: GuardedTerminal,
  { currency, userId, providerId, cardFile }: PlanOptions,
  { runId, timeZone }: { readonly runId: string; readonly timeZone: Contract["timeZone"] },
): Promise<ProbePlan> {
  if (!/^[A-Z]{3}$/.test(currency) || (currencyDigits(currency) ?? 2) < 2) {
    throw usageError(
      "--currency must be three capital letters of a currency with cents, such as EUR, because the amounts are 1.00 and 0.50.",
    );
  }
  const card = cardFile === undefined ? undefined : await readCard(terminal, cardFile);
  const today = dayInZone(new Date(), timeZone);
  return { runId, currency, userId, providerId, card, today };
}

async function readCard(terminal: GuardedTerminal, file: string): Promise<Record<string, string>> {
  const card = await readJsonObject(terminal, file, "--card-file");
  const entries = Object.entries(card).map(([name, value]) => {
    if (typeof value !== "string") {
      throw usageError("The fields of the --card-file must be strings, such as card_number.");
    }
    return [name, value] as const;
  });
  for (const name of ["amount", "currency", "tracking_id", "user_id"]) {
    if (Object.hasOwn(card, name)) {
      throw usageError(`The --card-file must not contain ${name}. Only the card's fields.`);
    }
  }
  for (const [, value] of entries) terminal.hide(value);
  return Object.fromEntries(entries);
}
