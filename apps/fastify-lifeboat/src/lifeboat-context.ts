import type { EventRegistry, Numipay, ResolveOptions } from "@numipay/core";
import type { PgliteTransaction } from "@numipay/postgres/pglite";
import type { Database } from "./books/open-database.js";

/** What the routes work with. */
export interface LifeboatContext {
  readonly numipay: Numipay;
  readonly database: Database;
  readonly webhook: EventRegistry<PgliteTransaction>;
  readonly settle: ResolveOptions;
  readonly currency: string;
  readonly now: (() => number) | undefined;
}
