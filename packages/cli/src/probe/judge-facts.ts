import { type Contract } from "@numipay/core/protocol";
import type { ProbedFact } from "../contract/probe-report.js";
import { describeResponse, type Exchange, isKeyRejected, isSuccess, toFields } from "./exchange.js";
import { type ProbePlan, toTrackingId } from "./plan-calls.js";
import type { ProbeCall } from "./probe-call.js";
import type { ProbeFact, Responses } from "./probe-fact.js";
import { probeFacts } from "./probe-facts.js";
import { Undetermined, type Verdict } from "./verdict.js";

/** A call that was sent. */
export interface SentCall {
  readonly call: ProbeCall;
  readonly exchange: Exchange;
}

/** Judges the facts that the calls can show. */
export function judgeFacts(
  sent: readonly SentCall[],
  context: { readonly contract: Contract; readonly plan: ProbePlan },
): ProbedFact[] {
  const responses = toResponses(sent, context);
  const played = new Set(sent.map(({ call }) => call.name));
  return probeFacts
    .filter(({ needs }) => played.has(needs))
    .map((one) => {
      const { id, fact, title, known } = one;
      return { id, fact, title, known, ...judge(one, responses) };
    });
}

function judge(fact: ProbeFact, responses: Responses): Verdict {
  try {
    return fact.judge(responses);
  } catch (error) {
    if (!(error instanceof Undetermined)) throw error;
    return { result: "undetermined", how: error.message, isBreaking: false, override: null };
  }
}

function toResponses(
  sent: readonly SentCall[],
  { contract, plan }: { readonly contract: Contract; readonly plan: ProbePlan },
): Responses {
  const of: Responses["of"] = (name) => {
    const found = sent.find(({ call }) => call.name === name);
    if (found === undefined) throw new Undetermined(`${name} was not sent`);
    const { call, exchange } = found;
    if ("failure" in exchange) throw new Undetermined(`${name}: ${exchange.failure}`);
    const { response } = exchange;
    if (response.status >= 500) {
      throw new Undetermined(`${name}: the gateway failed with ${describeResponse(response)}`);
    }
    if (response.status === 408 || response.status === 429) {
      throw new Undetermined(`${name}: the gateway was too busy, ${describeResponse(response)}`);
    }
    // Except in the call by which the key itself is judged.
    if (isKeyRejected(response) && call.withoutKey !== true && name !== "status-unknown") {
      throw new Undetermined("the key was rejected: see key-accepted");
    }
    return response;
  };
  return {
    contract,
    plan,
    of,
    listed(trackingIdOf) {
      const response = of("list");
      const { body } = response;
      if (!isSuccess(response)) throw new Undetermined(`list: ${describeResponse(response)}`);
      if (!Array.isArray(body)) throw new Undetermined("the list is no array: see list-array");
      const trackingId = toTrackingId(plan, trackingIdOf);
      const items = body.map(toFields);
      if (items.length > 0 && items.every((item) => item["tracking_id"] === undefined)) {
        throw new Undetermined("the list's items have no tracking_id: see list-fields");
      }
      return items.filter((item) => item["tracking_id"] === trackingId);
    },
  };
}
