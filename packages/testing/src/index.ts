export { adapterCases } from "./adapter-cases.js";
export {
  type AdapterCase,
  type AdapterUnderTest,
  type Served,
  type Stage,
  stagePassword,
  withStage,
} from "./adapter-stage.js";
export { type Behaviour } from "./behaviour.js";
export { behaviours } from "./behaviours.js";
export { brokenInbox } from "./broken-inbox.js";
export { type Holes } from "./holes.js";
export { type InboxCase, inboxCases, type InboxCasesOptions } from "./inbox-cases.js";
export {
  type AnotherInbox,
  type InboxAbility,
  type InboxUnderTest,
  type OpenedInbox,
} from "./inbox-stage.js";
export { type PostAnswer, postDelivery, type PostOptions } from "./post-delivery.js";
export {
  exampleTransaction,
  type SignDeliveryOptions,
  signDelivery,
  type SignedDelivery,
  type Spelling,
} from "./sign-delivery.js";
export { verifierCases, type VerifierUnderTest } from "./verifier-cases.js";
export { type Vector, vectorBody, vectors, type Verdict, verdictStatus } from "./vectors.js";
