import type { Change } from "@numipay/core";
import type { Contestant } from "./contestant.js";

/** An inbox on an ORM, and the usual idiom in the same ORM. */
export interface OrmContestants<Tx> {
  ours: Contestant<Tx>;
  idiom: Contestant<Tx>;
  effect: (change: Change, tx: Tx) => Promise<unknown>;
  close: () => Promise<unknown>;
}
