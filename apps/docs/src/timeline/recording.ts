/** Every fault of the timeline, as it was played. */
export interface Recording {
  faults: Fault[];
}

/** One fault, step by step. */
export interface Fault {
  /** In the address of the page: `duplicate`. */
  id: string;
  /** On the button: `Duplicate delivery`. */
  title: string;
  /** What goes wrong, in one sentence. */
  summary: string;
  /** What the last step shows, in one sentence. */
  result: string;
  steps: Step[];
  /** The end of the same fault in a shop without inbox and outbox. Null if that is no different. */
  control: Control | null;
}

/** A negative control. */
export interface Control {
  /** What goes wrong, in one sentence. */
  result: string;
  shop: ShopState;
  differences: string[];
}

export type Party = "customer" | "gateway" | "shop" | "attacker";

/** Something that happened, and the state of both sides right after it. */
export interface Step {
  /** The virtual time, as an ISO date in UTC. */
  at: string;
  by: Party;
  title: string;
  /** What was sent over the network, if anything. */
  exchange: Exchange | null;
  /** The deliveries of the gateway in this step. More than one if it summarizes them: `exchange` is then the last. */
  attempts: Attempt[];
  /** The transactions of the gateway. */
  gateway: GatewayTransaction[];
  shop: ShopState;
  /** The differences between both ledgers, as the sandbox reports them. Empty if they agree. */
  differences: string[];
}

/** A request and its response. */
export interface Exchange {
  from: Party;
  to: "gateway" | "shop";
  method: string;
  path: string;
  /** Keys and signatures are shortened. */
  headers: Record<string, string>;
  /** As it was sent. Empty without one. */
  body: string;
  /** What the receiver sent. Null if it sent none. */
  response: { status: number; body: string } | null;
  /** Why the sender received no response. Null if it did. */
  failure: string | null;
}

/** A delivery attempt of the gateway. */
export interface Attempt {
  number: number;
  at: string;
  /** Null if there was no response. */
  status: number | null;
  /** Null if the webhook was delivered, or no attempt is left. */
  nextAttemptAt: string | null;
}

export interface GatewayTransaction {
  tracking_id: string;
  transaction_type: string;
  amount: string;
  currency: string;
  status: string;
}

export interface ShopState {
  isRunning: boolean;
  /** What the customer owns, as a decimal number. */
  wallet: string;
  /** What is reserved for a payout that is not final. */
  onHold: string;
  payments: ShopPayment[];
  /** The rows of the ledger, which only grow. */
  entries: LedgerEntry[];
  /** The changes that the inbox has recorded, such as `deposit.successful`. */
  recorded: string[];
  /** The calls in the outbox, with their state. */
  outbox: { tracking_id: string; state: string }[];
  /** What the webhook reported about its deliveries in this step. */
  log: string[];
}

export interface ShopPayment {
  tracking_id: string;
  status: string;
}

export interface LedgerEntry {
  tracking_id: string;
  transaction_id: string;
  type: string;
  amount: string;
  currency: string;
}
