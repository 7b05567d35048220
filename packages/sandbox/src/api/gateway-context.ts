import type { Contract } from "@numipay/core/protocol";
import type { StatusLag } from "../gateway/status-lag.js";
import type { Owner } from "../gateway/transaction-record.js";
import type { UsedTrackingId } from "../gateway/used-tracking-id.js";
import type { Ledger } from "../storage/ledger.js";
import type { Store } from "../storage/store.js";
import type { CustomCalls } from "./custom-calls.js";

/** What every route needs. */
export interface GatewayContext {
  readonly contract: Contract;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly customCalls: CustomCalls;
  readonly usedTrackingId: UsedTrackingId;
  readonly statusLag: StatusLag;
  /** Milliseconds since 1970 on the virtual clock. */
  readonly now: () => number;
}

/** How a call ends without a response: the connection is cut, or the caller waits until it times out. */
export type Ending = "cut" | "silence";

/** What the server passes with a request. */
export interface AppBindings {
  /** True for a port that other machines can reach. */
  readonly remoteAllowed?: boolean;
  /** Set by chaos to end the call without a response. */
  ending?: Ending;
}

/** The types of the app's own context. */
export interface AppEnv {
  Bindings: AppBindings;
  Variables: {
    /** Whose key the request came with. */
    owner: Owner;
    /** The request's body, whole. Empty if there is none. */
    body: Uint8Array<ArrayBuffer>;
  };
}
