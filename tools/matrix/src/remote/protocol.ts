// What the suite and the server under test send each other, as JSON. Functions and `undefined` are lost on the way.
import type {
  Change,
  ContractSource,
  EventContext,
  Lease,
  OutcomeReport,
  Transaction,
} from "@numipay/core";

/** Creates a fixture on the server under test: a webhook with its own paths. */
export interface FixtureRequest {
  /** The first segment of the fixture's paths. */
  id: string;
  signaturePassword: string[];
  strict?: boolean | undefined;
  contract?: ContractSource | undefined;
  /** Whether the suite has an inbox for this fixture. Otherwise the webhook uses its own. */
  hasInbox: boolean;
  /** Whether the suite confirms events. */
  hasConfirm: boolean;
  /** Where the server under test sends its calls. */
  callUrl: string;
}

/** An outcome report with its error as text. */
export type PlainReport = Omit<OutcomeReport, "error"> & {
  error?: string | undefined;
  /** The parts of an AggregateError. */
  errors?: string[];
};

/** A call from the server under test to the suite's handlers, inbox or observer. */
export type Call =
  | { method: "claim"; change: Change }
  | { method: "complete" | "release"; change: Change; lease: Lease<undefined> }
  | { method: "confirm"; event: Transaction }
  | { method: "event"; event: Transaction; context: EventContext }
  | { method: "outcome"; report: PlainReport };

export interface CallRequest {
  fixtureId: string;
  call: Call;
}

export interface CallResponse {
  value?: unknown;
  error?: string;
}
