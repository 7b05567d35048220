import type { Contract } from "@numipay/core/protocol";
import type { ProbedFact } from "../contract/probe-report.js";
import type { GatewayResponse } from "./exchange.js";
import type { ProbePlan } from "./plan-calls.js";
import type { Verdict } from "./verdict.js";

/** The responses of a run. */
export interface Responses {
  readonly contract: Contract;
  readonly plan: ProbePlan;
  /**
   * The response to a call.
   *
   * @throws Undetermined without a response, after a 5xx, 408 or 429, and if the key was rejected
   */
  of(call: string): GatewayResponse;
  /**
   * The transactions of today's list that have a call's `tracking_id`, in the library's names.
   *
   * @throws Undetermined if the list cannot be read
   */
  listed(trackingIdOf: string): readonly Readonly<Record<string, unknown>>[];
}

/** A fact of docs/gateway.md that responses can show. */
export interface ProbeFact extends Pick<ProbedFact, "id" | "fact" | "title" | "known"> {
  /** The call that it needs. Without it, the fact is not played. */
  readonly needs: string;
  /** @throws Undetermined if the responses do not show whether the fact holds */
  judge(responses: Responses): Verdict;
}
