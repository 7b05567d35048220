import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../api/gateway-context.js";
import type { Form } from "../api/read-urlencoded.js";
import { type CardField, cardFieldNames } from "./read-card-form.js";

/** What the card form shows after it was rejected. The card number and the CVV are never kept. */
export interface CardDraft {
  readonly cardHolder: string;
  readonly expiry: string;
  readonly problems: readonly CardField[];
}

const cookieName = "sandbox_card_draft";
const lifetimeSeconds = 10 * 60;

/** Longer than a name on a card, and short enough for a cookie in any script. */
export const maxHolderLength = 100;

/** Redirects a rejected form to its page: the problems are in the URL, and the name and the expiry in a cookie. */
export function redirectToDraft(
  c: Context<AppEnv>,
  path: string,
  { form, problems }: { form: Form; problems: readonly CardField[] },
): Response {
  // Not in the URL, which browsers keep in their history.
  setCookie(c, cookieName, new URLSearchParams(toKept((name) => form.get(name))).toString(), {
    path,
    httpOnly: true,
    sameSite: "Strict",
    secure: new URL(c.req.url).protocol === "https:",
    maxAge: lifetimeSeconds,
  });
  return c.redirect(`${path}?problems=${problems.join(",")}`, 303);
}

/** Reads what `redirectToDraft` kept. Any page of this host can write the cookie, so its content is checked again. */
export function readDraft(c: Context<AppEnv>): CardDraft {
  const cookie = new URLSearchParams(getCookie(c, cookieName));
  const { card_holder: cardHolder, expiry } = toKept((name) => cookie.get(name));
  const named = c.req.query("problems")?.split(",") ?? [];
  return { cardHolder, expiry, problems: cardFieldNames.filter((field) => named.includes(field)) };
}

/** Deletes the draft of a form that was accepted. */
export function deleteDraft(c: Context<AppEnv>, path: string): void {
  if (getCookie(c, cookieName) !== undefined) deleteCookie(c, cookieName, { path });
}

/** Drops a name with digits and an expiry without a separator. Either may be a card number or a CVV in the wrong field. */
function toKept(read: (name: CardField) => string | null | undefined): {
  card_holder: string;
  expiry: string;
} {
  const cardHolder = read("card_holder") ?? "";
  const expiry = read("expiry") ?? "";
  return {
    card_holder: cardHolder.length > maxHolderLength || /\p{N}/u.test(cardHolder) ? "" : cardHolder,
    expiry: /^\s?\d{1,2}\s?[/.-]\s?\d{1,4}\s?$/.test(expiry) ? expiry : "",
  };
}
