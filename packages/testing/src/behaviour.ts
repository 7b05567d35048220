import type { Inbox } from "@numipay/core";
import type { Stage } from "./adapter-stage.js";

/** Something that a webhook does over several deliveries, or on a bad connection. */
export interface Behaviour {
  name: string;
  /** Another inbox than the default. */
  inbox?: () => Inbox;
  play: (stage: Stage) => Promise<void>;
}
