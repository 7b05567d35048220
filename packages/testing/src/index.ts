export { adapterCases } from "./adapter-cases.js";
export {
  type AdapterCase,
  type AdapterUnderTest,
  type ServedAdapter,
  type AdapterFixture,
  fixturePassword,
  withFixture,
} from "./adapter-fixture.js";
export { type Behaviour } from "./behaviour.js";
export { behaviours } from "./behaviours.js";
export { brokenInbox } from "./broken-inbox.js";
export { type KnownExceptions } from "./known-exceptions.js";
export { type InboxCase, inboxCases, type InboxCasesOptions } from "./inbox-cases.js";
export {
  type AnotherInbox,
  type InboxAbility,
  type InboxUnderTest,
  type OpenedInbox,
} from "./inbox-fixture.js";
export { type JournalCase, journalCases } from "./journal-cases.js";
export {
  type JournalAbility,
  type JournalStoreUnderTest,
  type OpenedJournalStore,
} from "./journal-fixture.js";
export { type OutboxCase, outboxCases } from "./outbox-cases.js";
export {
  type OpenedOutbox,
  type OutboxAbility,
  type OutboxEngine,
  type OutboxUnderTest,
  type UserTransaction,
} from "./outbox-fixture.js";
export { type PostResponse, postDelivery, type PostOptions } from "./post-delivery.js";
export {
  exampleTransaction,
  type SignDeliveryOptions,
  signDelivery,
  type SignedDelivery,
  type Serialization,
} from "./sign-delivery.js";
export { verifierCases, type VerifierUnderTest } from "./verifier-cases.js";
export { type Vector, vectorBody, vectors, type Verdict, verdictStatus } from "./vectors.js";
