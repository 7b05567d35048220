import { seededChoice, seededRandom } from "../seeded-random.js";
import { errorsAfterSending, errorsBeforeSending } from "./lossy-fetch.js";
import type { PaymentRequest } from "./read-request.js";
import { responseLosses } from "./response-losses.js";

/** The share of POSTs whose response is lost, of POSTs that do not connect, and of status queries that fail. */
const shares = { lost: 0.7, unsent: 0.15, status: 0.2 };

const losses = [...Object.keys(errorsAfterSending), ...Object.keys(responseLosses)];
const unsent = Object.keys(errorsBeforeSending);

/** Chooses the fault of each request from its payment and the number of earlier requests for it. */
export function createSocketFaults(seed: string) {
  /** Payments that the gateway had when the response was lost, by tracking_id. */
  const faulted = new Set<string>();
  const variants: Record<string, number> = {};
  const calls = new Map<string, number>();
  /** What the socket does with the current request of a payment. */
  const onSocket = new Map<string, string>();

  function choose({ method, tracking_id }: PaymentRequest): string | undefined {
    const name = `${method} ${tracking_id}`;
    const call = (calls.get(name) ?? 0) + 1;
    calls.set(name, call);
    const random = seededRandom(seed, name, call);
    const chooseOne = (list: string[]) => seededChoice(list, seed, "one", name, call);
    if (method !== "POST") return random < shares.status ? chooseOne(losses) : undefined;
    if (random < shares.lost) {
      const loss = chooseOne(losses);
      faulted.add(tracking_id);
      variants[loss] = (variants[loss] ?? 0) + 1;
      return loss;
    }
    return random < shares.lost + shares.unsent ? chooseOne(unsent) : undefined;
  }

  return {
    faulted: faulted as ReadonlySet<string>,
    variants,
    chooseForFetch: (request: PaymentRequest): string | undefined => {
      const fault = choose(request);
      if (fault !== undefined && responseLosses[fault] !== undefined) {
        onSocket.set(request.tracking_id, fault);
      } else {
        onSocket.delete(request.tracking_id);
      }
      return fault;
    },
    chooseForSocket: ({ tracking_id }: PaymentRequest): string | undefined =>
      onSocket.get(tracking_id),
  };
}
