import type { ContractOverride } from "@numipay/core";
import {
  describeResponse,
  type GatewayResponse,
  isRejection,
  isSuccess,
  toFields,
} from "../exchange.js";
import { findMembers } from "../find-members.js";
import { probeAmount, toTrackingId } from "../plan-calls.js";
import type { ProbeFact, Responses } from "../probe-fact.js";
import { differs, holds, Undetermined, type Verdict } from "../verdict.js";
import { requireOpened } from "./status-facts.js";

/** Facts about the list of transactions. */
export const listFacts: readonly ProbeFact[] = [
  {
    id: "list-array",
    fact: "O13",
    title: "The list is an array",
    known: "documented",
    needs: "list",
    judge: judgeArray,
  },
  {
    id: "list-today",
    fact: "O14",
    title: "Without a range, the list has today's transactions",
    known: "documented",
    needs: "list",
    judge(responses) {
      requireOpened(responses);
      return responses.listed("hosted").length > 0
        ? holds("it has the opened payment")
        : differs("it lacks the payment that was opened before");
    },
  },
  {
    id: "list-fields",
    fact: "O16",
    title: "The list's items have the fields of the webhook",
    known: "assumed",
    needs: "list",
    judge: judgeFields,
  },
  {
    id: "list-dates",
    fact: "O13",
    title: "The list takes dates in the contract's format",
    known: "documented",
    needs: "list-day",
    judge: judgeDates,
  },
  {
    id: "list-one-date",
    fact: "O20",
    title: "The list takes one date alone",
    known: "assumed",
    needs: "list-from",
    judge(responses) {
      requireDates(responses);
      const response = responses.of("list-from");
      const how = describeResponse(response);
      return isRejection(response)
        ? differs(`${how} for a range without an end`, { isBreaking: false })
        : holds(how);
    },
  },
  {
    id: "list-8-days",
    fact: "O18",
    title: "Dates 7 apart are within the longest range",
    known: "assumed",
    needs: "list-8-days",
    judge(responses) {
      requireDates(responses);
      const response = responses.of("list-8-days");
      const how = describeResponse(response);
      return isRejection(response) ? differs(how, { isBreaking: false }) : holds(how);
    },
  },
  {
    id: "list-9-days",
    fact: "O15",
    title: "Dates 8 apart are rejected",
    known: "documented",
    needs: "list-9-days",
    judge(responses) {
      requireDates(responses);
      const response = responses.of("list-9-days");
      const how = describeResponse(response);
      return isRejection(response)
        ? holds(how)
        : differs(`${how} for 8 days between the dates`, { isBreaking: false });
    },
  },
];

function judgeArray(responses: Responses): Verdict {
  const response = successOf(responses, "list");
  if (Array.isArray(response.body)) return holds(`an array of ${response.body.length}`);
  if (Array.isArray(response.raw)) {
    return differs("the body itself is the array", { override: atList({ at: "" }) });
  }
  const found = findMembers(response.raw, (value) => Array.isArray(value));
  const [only] = found;
  if (only === undefined) return differs("it has no array");
  const paths = found.map(({ at, name }) => (at === "" ? name : `${at}.${name}`));
  return differs(`the array is in ${paths.join(", ")}`, {
    override: found.length > 1 ? null : atList({ at: paths[0] ?? "" }),
  });
}

/** Compares the item of the opened payment with what was sent. A renamed field is found by its value. */
function judgeFields(responses: Responses): Verdict {
  requireOpened(responses);
  const { contract, plan } = responses;
  const { body } = successOf(responses, "list");
  if (!Array.isArray(body)) throw new Undetermined("see list-array");
  const trackingId = toTrackingId(plan, "hosted");
  const items = body.map(toFields).filter((one) => Object.values(one).includes(trackingId));
  const [item] = items;
  if (item === undefined) throw new Undetermined("no item has the tracking_id of the payment");
  const names = [...contract.webhook.fields].filter(([, { isRequired }]) => isRequired);
  const missing = names.map(([name]) => name).filter((name) => item[name] === undefined);
  if (missing.length === 0) return holds(`${names.length} fields`);
  const sent: Readonly<Record<string, string>> = {
    tracking_id: trackingId,
    user_id: plan.userId,
    currency: plan.currency,
    amount: probeAmount,
  };
  const known = new Set(names.map(([name]) => name));
  const renamed = missing.flatMap((name) => {
    const values = Object.entries(item).filter(
      ([other, value]) => !known.has(other) && sent[name] !== undefined && value === sent[name],
    );
    const [only] = values;
    return only === undefined || values.length > 1 ? [] : [[name, { name: only[0] }] as const];
  });
  const isWhole = renamed.length === missing.length;
  const moved = renamed.map(([name, { name: other }]) => `${name} is ${other}`);
  return differs([`it lacks ${missing.join(", ")}`, ...moved].join("; "), {
    override: isWhole ? atList({ fields: Object.fromEntries(renamed) }) : null,
  });
}

function judgeDates(responses: Responses): Verdict {
  const { dateFormat } = responses.contract;
  const response = responses.of("list-day");
  const how = describeResponse(response);
  if (response.status === 404 || response.status === 405) {
    throw new Undetermined(`${how}: another path or method`);
  }
  if (isRejection(response)) {
    const isIso = isSuccess(responses.of("list-iso"));
    return differs(`${how} for a date as ${dateFormat}${isIso ? ", and YYYY-MM-DD works" : ""}`, {
      override: isIso ? { dateFormat: "YYYY-MM-DD" } : null,
    });
  }
  return holds(`${how} for ${dateFormat}`);
}

function requireDates(responses: Responses): void {
  if (!isSuccess(responses.of("list-day"))) throw new Undetermined("see list-dates");
}

function successOf(responses: Responses, call: string): GatewayResponse {
  const response = responses.of(call);
  if (isSuccess(response)) return response;
  throw new Undetermined(describeResponse(response));
}

function atList(
  response: NonNullable<NonNullable<ContractOverride["operations"]>[string]["response"]>,
): ContractOverride {
  return { operations: { listTransactions: { response } } };
}
