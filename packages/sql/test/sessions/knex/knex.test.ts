import createKnex, { type Knex } from "knex";
import { knexInbox } from "../../../src/knex.js";
import { describeLibrary } from "../library/library-suite.js";

describeLibrary<Knex.Transaction>({
  entry: "knex",
  open({ max, ...connection }, options) {
    const log = { warn: () => undefined };
    const knex = createKnex({ client: "pg", connection, pool: { min: 0, max }, log });
    return { inbox: knexInbox({ knex, ...options }), end: () => knex.destroy() };
  },
  run: async (tx, text) => await tx.raw(text),
  nest: (tx, callback) => tx.transaction((inner) => callback(inner)),
});
