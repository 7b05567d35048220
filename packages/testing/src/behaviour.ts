import type { Confirm, ContractOverride, Inbox } from "@numipay/core";
import type { AdapterFixture } from "./adapter-fixture.js";

/** A conformance case that takes several deliveries or a faulty connection. */
export interface Behaviour {
  name: string;
  /** Creates the webhook's inbox. Defaults to the webhook's own. */
  inbox?: () => Inbox;
  /** Creates the webhook's `confirm` option. Defaults to none. */
  confirm?: () => Confirm;
  /** The webhook's contract override. Defaults to none. */
  contract?: ContractOverride;
  play: (fixture: AdapterFixture) => Promise<void>;
}
