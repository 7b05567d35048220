import createKnex, { type Knex } from "knex";
import { knexInbox, knexJournal } from "../../../src/knex.js";
import { describeJournal } from "../library/journal-suite.js";
import type { JournalUnderTest } from "../library/journal-under-test.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { postgres } from "../library/postgres-under-test.js";

const toUnderTest = (client: "pg" | "mysql2"): JournalUnderTest<Knex.Transaction> => ({
  entry: "knex",
  open({ max, application_name, ...connection }, options) {
    const knex = createKnex({
      client,
      connection: client === "pg" ? { ...connection, application_name } : connection,
      pool: { min: 0, max },
      // What changes the values that are read.
      postProcessResponse: () => "changed",
    });
    return {
      journal: knexJournal({ knex, ...options }),
      inbox: knexInbox({ knex, ...options }),
      others: [knex],
      run: async (tx, text) => await tx.raw(text),
      transact: (work) => knex.transaction(work),
      end: () => knex.destroy(),
    };
  },
});

describeJournal(toUnderTest("pg"), postgres);
describeJournal(toUnderTest("mysql2"), mariadb);
