import { libraryInterleavings } from "../../interleavings.js";
import { describePgConformance } from "./describe-pg-conformance.js";

// Guards against a role without functions that gets fewer guarantees: decision 0038. The state machine is that of pgInbox, which plays
// more interleavings.
describePgConformance("pg without functions on PostgreSQL", {
  interleavings: libraryInterleavings,
  toFirst: (schema) => `DROP FUNCTION "${schema}".numipay_claim, "${schema}".numipay_complete`,
});
