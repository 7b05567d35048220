import type { Confirm, ContractOverride, Inbox } from "@numipay/core";
import type { AdapterFixture } from "./adapter-fixture.js";

/** Something that a webhook does over several deliveries, or on a bad connection. */
export interface Behaviour {
  name: string;
  /** Another inbox than the default. */
  inbox?: () => Inbox;
  /** What is asked before a change is applied; nothing where not given. */
  confirm?: () => Confirm;
  /** What the gateway does otherwise; nothing where not given. */
  contract?: ContractOverride;
  play: (stage: AdapterFixture) => Promise<void>;
}
