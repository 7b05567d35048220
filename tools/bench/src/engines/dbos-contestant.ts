import { DBOS } from "@dbos-inc/dbos-sdk";
import { PostgresDataSource } from "@dbos-inc/postgres-datasource";
import type { PoolConfig } from "pg";
import type { EffectClient } from "./ledger.js";
import type { Peer } from "./peer.js";

type Effect = (tx: EffectClient) => Promise<unknown>;

/**
 * DBOS with a workflow for each change, whose id is the change's key. Its only step is a transaction of postgres.js, in which DBOS
 * records that the step has run. It records the workflow before and after that, in tables of its own.
 */
export async function openDbos(
  { host = "", port = 5432, user = "", password = "", database = "" }: PoolConfig,
  schema: string,
  connections: number,
): Promise<Peer> {
  const secret = String(password);
  const login = [user, secret].map(encodeURIComponent).join(":");
  const url = `postgresql://${login}@${host}:${port}/${database}`;
  const effects = new Map<string, Effect>();
  const source = new PostgresDataSource(
    "bench",
    { host, port, user, database, password: secret, max: connections, onnotice: () => undefined },
    schema,
  );
  const runEffect = source.registerTransaction(
    async (key: string) => {
      const { client } = PostgresDataSource;
      const tx: EffectClient = {
        query: (text, values) => client.unsafe(text, [...values], { prepare: true }),
      };
      await effects.get(key)?.(tx);
    },
    { name: "effect" },
  );
  const applyChange = DBOS.registerWorkflow((key: string) => runEffect(key), { name: "apply" });
  const systemSchema = `${schema}_dbos`;
  DBOS.setConfig({
    name: "bench",
    systemDatabaseUrl: url,
    systemDatabaseSchemaName: systemSchema,
    systemDatabasePoolSize: connections,
    logLevel: "error",
    runAdminServer: false,
  });
  await DBOS.launch();
  return {
    ownSchemas: [systemSchema],
    contestant: {
      name: "DBOS",
      async apply({ key }, effect) {
        let isNew = false;
        effects.set(key, (tx) => {
          isNew = true;
          return effect(tx);
        });
        const workflow = await DBOS.startWorkflow(applyChange, { workflowID: key })(key);
        await workflow.getResult();
        effects.delete(key);
        return isNew ? "processed" : "duplicate";
      },
    },
    close: () => DBOS.shutdown(),
  };
}
