import type { EntityManager } from "typeorm";
import { typeormInbox, typeormJournal } from "../../../src/typeorm.js";
import { createDataSource } from "../../programs/data-source.js";
import { describeJournal } from "../library/journal-suite.js";
import type { JournalUnderTest } from "../library/journal-under-test.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { postgres } from "../library/postgres-under-test.js";

const toUnderTest = (type: "postgres" | "mariadb"): JournalUnderTest<EntityManager> => ({
  entry: "typeorm",
  async open(settings, options) {
    const dataSource = await createDataSource(type, settings).initialize();
    return {
      journal: typeormJournal({ dataSource, ...options }),
      inbox: typeormInbox({ dataSource, ...options }),
      others: [dataSource, dataSource.manager],
      run: (tx, text) => tx.query(text),
      transact: (work) => dataSource.transaction(work),
      end: () => dataSource.destroy(),
    };
  },
});

describeJournal(toUnderTest("postgres"), postgres);
describeJournal(toUnderTest("mariadb"), mariadb);
