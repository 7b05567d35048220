import type { Contract } from "@numipay/core/protocol";
import type { Owner } from "../gateway/transaction-record.js";
import type { Ledger } from "../storage/ledger.js";
import type { Store } from "../storage/store.js";
import type { CustomCalls } from "./custom-calls.js";

/** What every route works with. */
export interface GatewayContext {
  readonly contract: Contract;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly customCalls: CustomCalls;
  /** Milliseconds since 1970 on the virtual clock. */
  readonly now: () => number;
}

/** How a call without a response ends: the connection is cut, or nothing ever arrives. */
export type Ending = "cut" | "silence";

/** What the host of the app says of a request: whether it came in on a port that was opened to other machines. */
export interface AppBindings {
  readonly remoteAllowed?: boolean;
  /** Set by chaos where the caller is to get no answer. */
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
