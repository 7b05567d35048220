import type { Context } from "hono";
import type { AppEnv, GatewayContext } from "../api/gateway-context.js";
import { readUrlencoded, type Form } from "../api/read-urlencoded.js";
import { providerPath, resultPath } from "../gateway/page-paths.js";
import { testCardResult } from "../gateway/test-cards.js";
import type { Command } from "../gateway/transition.js";
import type { Provider } from "../storage/providers.js";
import { deleteDraft, redirectToDraft } from "./card-draft.js";
import type { CashierContext, PageResponse } from "./cashier-context.js";
import { challengePassword } from "./challenge-page.js";
import { noticePage } from "./notice-page.js";
import { type CardField, readCardForm } from "./read-card-form.js";
import { returnAddress } from "./return-address.js";

/** Handles the form of a provider's page: pay, fail, confirm a payout, or cancel. */
export function submitProvider(
  c: Context<AppEnv>,
  context: GatewayContext,
  page: CashierContext,
  provider: Provider,
): PageResponse {
  const form = readUrlencoded(c);
  if (form.get("action") === "leave") return leave(c, page);
  const read = readCommand(form, provider, context.now());
  if (read === undefined) return unknownAction(c, page);
  const path = providerPath(page.record, provider.providerId);
  if ("problems" in read) return redirectToDraft(c, path, { form, problems: read.problems });
  deleteDraft(c, path);
  return applyCommand(context, page, read.command);
}

/** Handles the form of the 3DS challenge. */
export function submitChallenge(
  c: Context<AppEnv>,
  context: GatewayContext,
  page: CashierContext,
): PageResponse {
  const form = readUrlencoded(c);
  if (form.get("action") === "leave") return leave(c, page);
  if (form.get("action") !== "confirm") return unknownAction(c, page);
  const passed = form.get("password") === challengePassword;
  return applyCommand(context, page, { kind: "complete-challenge", passed });
}

function readCommand(
  form: Form,
  { providerId, kind }: Provider,
  now: number,
): { command: Command } | { problems: readonly CardField[] } | undefined {
  const submit = { kind: "submit", providerId, cardLast4: null } as const;
  switch (form.get("action")) {
    case "pay": {
      if (kind !== "card") return { command: { ...submit, decision: { kind: "passes" } } };
      const read = readCardForm(form);
      if ("problems" in read) return read;
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
 * Applies the customer's command. A rejected one (a second click, an expired page) changes nothing and redirects as the
 * first one did.
 */
function applyCommand(
  { ledger }: GatewayContext,
  page: CashierContext,
  command: Command,
): PageResponse {
  const result = ledger.apply(page.record.transactionId, command);
  return result === undefined ? page.notFound() : page.sendBack(result.record);
}

function leave(c: Context<AppEnv>, { record }: CashierContext): PageResponse {
  return c.redirect(returnAddress(record) ?? resultPath(record), 303);
}

function unknownAction(c: Context<AppEnv>, page: CashierContext): PageResponse {
  const notice = {
    title: "Request rejected",
    text: "The form has no valid action.",
    advice: "Nothing was changed. Use the buttons of the payment's page.",
  };
  return c.html(noticePage(notice, page), 400);
}
