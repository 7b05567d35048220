import type { Context } from "hono";
import type { AppEnv, GatewayContext } from "../api/gateway-context.js";
import { readUrlencoded, type Form } from "../api/read-urlencoded.js";
import { testCardResult } from "../gateway/test-cards.js";
import type { Command } from "../gateway/transition.js";
import type { Provider } from "../storage/providers.js";
import { challengePassword } from "./challenge-page.js";
import type { CashierContext } from "./cashier-context.js";
import { resultPath } from "../gateway/page-paths.js";
import { providerPage } from "./provider-page.js";
import { readCardForm, type CardFormProblem } from "./read-card-form.js";
import { plainPage } from "./result-page.js";
import { returnAddress } from "./return-address.js";

type Answer = Response | Promise<Response>;

/** Takes the form of a provider's page: pay, fail, confirm a payout, or leave with nothing decided. */
export function submitProvider(
  c: Context<AppEnv>,
  context: GatewayContext,
  turn: CashierContext,
  provider: Provider,
): Answer {
  const form = readUrlencoded(c);
  if (form.get("action") === "leave") return leave(c, turn);
  const read = readCommand(form, provider, context.now());
  if (read === undefined) return unknownAction(c);
  if ("problem" in read) {
    const { record, merchantName } = turn;
    const shown = { record, provider, merchantName, problem: read.problem };
    return c.html(providerPage(shown), 422);
  }
  return obey(context, turn, read.command);
}

/** Takes the form of the 3DS challenge. */
export function submitChallenge(
  c: Context<AppEnv>,
  context: GatewayContext,
  turn: CashierContext,
): Answer {
  const form = readUrlencoded(c);
  if (form.get("action") === "leave") return leave(c, turn);
  if (form.get("action") !== "answer") return unknownAction(c);
  const passed = form.get("password") === challengePassword;
  return obey(context, turn, { kind: "answer-challenge", passed });
}

function readCommand(
  form: Form,
  { providerId, kind }: Provider,
  now: number,
): { command: Command } | { problem: CardFormProblem } | undefined {
  const submit = { kind: "submit", providerId, cardLast4: null } as const;
  switch (form.get("action")) {
    case "pay": {
      if (kind !== "card") return { command: { ...submit, decision: { kind: "passes" } } };
      const read = readCardForm(form);
      if ("problem" in read) return read;
      const cardLast4 = read.card.number.slice(-4);
      return { command: { ...submit, cardLast4, decision: testCardResult(read.card, now) } };
    }
    case "fail":
      return {
        command: { ...submit, decision: { kind: "declined", reason: "Declined by the provider" } },
      };
    case "confirm":
      return { command: { kind: "confirm-payout", providerId } };
    default:
      return undefined;
  }
}

/**
 * Applies the customer's command. A refused one (a second press, a page left open too long) changes nothing, and the
 * customer goes where the first press took him: to him, both are one.
 */
function obey({ ledger }: GatewayContext, turn: CashierContext, command: Command): Answer {
  const result = ledger.apply(turn.record.transactionId, command);
  return result === undefined ? turn.notFound() : turn.sendBack(result.record);
}

function leave(c: Context<AppEnv>, { record }: CashierContext): Answer {
  return c.redirect(returnAddress(record) ?? resultPath(record), 303);
}

function unknownAction(c: Context<AppEnv>): Answer {
  return c.html(plainPage("Not understood", "The form does not say what to do."), 400);
}
