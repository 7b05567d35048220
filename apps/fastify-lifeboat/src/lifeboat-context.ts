import type { EventRegistry, Numipay, ResolveOptions } from "@numipay/core";
import type { Database, Queries } from "./ledger/open-database.js";

/** The dependencies of the routes. */
export interface LifeboatContext {
  readonly numipay: Numipay;
  readonly database: Database;
  readonly webhook: EventRegistry<Queries>;
  readonly resolveOptions: ResolveOptions;
  readonly currency: string;
  readonly now: (() => number) | undefined;
}
