import type { Dialect, HoldLimits } from "../dialects/dialect.js";
import type { Sessions } from "./session.js";

/** A database that an inbox or a journal runs on, from the options of an entry. */
export interface OpenedDatabase<Tx> {
  sessions: Sessions<Tx>;
  dialect: Dialect;
  limits: HoldLimits;
}

/** One that a library can have on either server. */
export interface OpenedLibraryDatabase<Tx> extends OpenedDatabase<Tx> {
  engine: "postgres" | "mysql";
}
