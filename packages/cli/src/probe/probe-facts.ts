import { cardFacts } from "./facts/card-facts.js";
import { keyFacts } from "./facts/key-facts.js";
import { listFacts } from "./facts/list-facts.js";
import { openingFacts } from "./facts/opening-facts.js";
import { statusFacts } from "./facts/status-facts.js";
import { usedIdFacts } from "./facts/used-id-facts.js";
import type { ProbeFact } from "./probe-fact.js";

/** The facts of docs/gateway.md that a probe plays. */
export const probeFacts: readonly ProbeFact[] = [
  ...keyFacts,
  ...openingFacts({ call: "hosted", operation: "hostedCheckout", responseFact: "O3" }),
  ...openingFacts({ call: "payout", operation: "requestPayout", responseFact: "O8" }),
  ...openingFacts({ call: "direct", operation: "direct", responseFact: "O4" }),
  ...cardFacts,
  ...statusFacts,
  ...usedIdFacts,
  ...listFacts,
];
