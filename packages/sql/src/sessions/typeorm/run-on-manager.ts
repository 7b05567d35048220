import { InvalidArgumentError } from "@numipay/core";
import type { EntityManager } from "typeorm";
import type { StatementResult } from "../../dialects/dialect.js";

/** Runs a statement of a journal in a transaction of TypeORM. */
export async function runOnManager(tx: EntityManager, statement: string): Promise<StatementResult> {
  // The manager of a data source has no query runner: it uses any connection.
  const { queryRunner } = (tx ?? {}) as Partial<EntityManager>;
  if (queryRunner?.isTransactionActive !== true) {
    throw new InvalidArgumentError("tx", notTransaction);
  }
  const found = await queryRunner.query(statement, undefined, true);
  return { rows: found.records as StatementResult["rows"], rowCount: found.affected ?? 0 };
}

const notTransaction =
  "must be the manager of a transaction of TypeORM: dataSource.transaction(async (tx) => { … }). In a handler, pass its tx.";
