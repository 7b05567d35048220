import { describeResponse, isRejection, toFields } from "../exchange.js";
import { otherAmount } from "../plan-calls.js";
import type { ProbeFact, Responses } from "../probe-fact.js";
import { differs, holds, Undetermined, type Verdict } from "../verdict.js";

/** Facts about a second request with a used `tracking_id`. */
export const usedIdFacts: readonly ProbeFact[] = [
  {
    id: "used-id-payment",
    fact: "W12",
    title: "A repeated payment is a 409 and opens nothing",
    known: "unknown",
    needs: "hosted-again",
    judge: (responses) => judgeRepeat(responses, { first: "hosted", repeat: "hosted-again" }),
  },
  {
    id: "used-id-other-amount",
    fact: "W12",
    title: "Another payment with the same tracking_id is a 409 and opens nothing",
    known: "unknown",
    needs: "hosted-other",
    judge: (responses) =>
      judgeRepeat(responses, { first: "hosted", repeat: "hosted-other", amount: otherAmount }),
  },
  {
    id: "used-id-payout",
    fact: "W12",
    title: "A repeated payout is a 409 and opens nothing",
    known: "unknown",
    needs: "payout-again",
    judge: (responses) => judgeRepeat(responses, { first: "payout", repeat: "payout-again" }),
  },
];

interface Repeat {
  readonly first: "hosted" | "payout";
  readonly repeat: string;
  /** Of the repeated request, if it is another than the first one's. */
  readonly amount?: string;
}

function judgeRepeat(responses: Responses, { first, repeat, amount }: Repeat): Verdict {
  const opened = responses.of(first);
  if (isRejection(opened)) {
    throw new Undetermined(`nothing was opened: ${describeResponse(opened)}`);
  }
  const response = responses.of(repeat);
  const how = describeResponse(response);
  const count = tryCount(responses, first, amount);
  const most = amount === undefined ? 1 : 0;
  if (count !== undefined && count > most) {
    return differs(`${how}, and the list has a second transaction: a repeated request pays twice`);
  }
  if (isRejection(response)) {
    if (count === undefined) {
      throw new Undetermined(`${how}, but the list does not show whether a second one was opened`);
    }
    return response.status === 409 ? holds(how) : differs(`${how} instead of 409`);
  }
  const isSame =
    toFields(opened.body)["url"] !== undefined &&
    toFields(opened.body)["url"] === toFields(response.body)["url"];
  if (count === undefined) {
    throw new Undetermined(
      isSame
        ? `${how} with the same URL, but the list does not show whether a second one was opened`
        : `${how}, but the list does not show whether a second one was opened`,
    );
  }
  return differs(`${how}, and the list has no second transaction: it returns the first one`, {
    isBreaking: false,
  });
}

/** The listed transactions of a request. Undefined if the list has not even the first one. */
function tryCount(
  responses: Responses,
  first: string,
  amount: string | undefined,
): number | undefined {
  let listed;
  try {
    listed = responses.listed(first);
  } catch (error) {
    if (error instanceof Undetermined) return undefined;
    throw error;
  }
  if (listed.length === 0) return undefined;
  const isOther = (one: Readonly<Record<string, unknown>>): boolean =>
    Number(one["amount"]) === Number(otherAmount);
  return listed.filter((one) => isOther(one) === (amount !== undefined)).length;
}
