import type { EntityManager } from "typeorm";
import { typeormInbox } from "../../../src/typeorm.js";
import { createDataSource } from "../../programs/data-source.js";
import { describeLibrary } from "../library/library-suite.js";
import type { LibraryUnderTest } from "../library/library-under-test.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { postgres } from "../library/postgres-under-test.js";

const toLibrary = (type: "postgres" | "mariadb"): LibraryUnderTest<EntityManager> => ({
  entry: "typeorm",
  async open(settings, options) {
    const dataSource = await createDataSource(type, settings).initialize();
    return {
      inbox: typeormInbox({ dataSource, ...options }),
      query: (text) => dataSource.query(text),
      end: () => dataSource.destroy(),
    };
  },
  run: (tx, text) => tx.query(text),
  nest: (tx, callback) => tx.transaction(callback),
  closesConnections: true,
});

describeLibrary(toLibrary("postgres"), postgres);
describeLibrary(toLibrary("mariadb"), mariadb);
