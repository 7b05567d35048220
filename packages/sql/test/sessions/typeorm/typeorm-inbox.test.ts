import type { EntityManager } from "typeorm";
import { describeEntry } from "../entry-cases.js";
import { typeormInbox } from "../../../src/typeorm.js";
import { createDataSource, Effect } from "./data-source.js";

describeEntry<EntityManager>("typeormInbox", {
  async open({ settings, schema, limits }) {
    const dataSource = await createDataSource(settings, schema).initialize();
    return {
      inbox: typeormInbox({ dataSource, schema, ...limits }),
      close: () => dataSource.destroy(),
    };
  },
  write: (tx, name) => tx.save(Effect, { name }),
  run: (tx, sql) => tx.query(sql),
  nest: (tx, callback) => tx.transaction(callback),
  program: "typeorm-process",
});
