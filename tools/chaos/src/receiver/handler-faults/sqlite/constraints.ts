import { toSqliteFaults } from "./sqlite-faults.js";

/** Statements that SQLite rejects only at COMMIT, and one that fails at once and undoes only itself. */
export const sqliteConstraints = toSqliteFaults({
  "deferred foreign key": (tx) =>
    tx.prepare("INSERT INTO invoices (customer) VALUES (?)").run("a customer that is not there"),
  "foreign key deferred by a pragma": (tx) => {
    tx.exec("PRAGMA defer_foreign_keys = ON");
    tx.prepare("INSERT INTO orders (customer) VALUES (?)").run("a customer that is not there");
  },
  "failed statement that is ignored": (tx) => tx.exec("SELECT * FROM missing"),
});
