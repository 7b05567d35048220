import type { HandlerScope } from "@numipay/core";
import createKnex, { type Knex } from "knex";
import type { Admitted, StatementGuard } from "../../control/statement-guard.js";
import type { RunStatement } from "../library/mysql-connection.js";

/** A statement as Knex passes it to its client. */
export interface KnexQuery {
  sql: string;
  bindings?: unknown;
  response?: { command?: string } | unknown[];
}

interface Checks {
  guard: StatementGuard;
  /** Every statement is sent within it. */
  run: RunStatement;
  /** Returns the text that the guard checks, or why there is none. Defaults to the text with placeholders. */
  toCheckedText?: ((query: KnexQuery) => string | Error) | undefined;
}

/**
 * Creates a handle for one handler: a Knex on a client that has the transaction's connection only, and that checks every statement
 * before it is sent. It has the configuration of the application's Knex.
 */
export function createKnexHandle(
  knex: Knex,
  connection: unknown,
  checks: Checks,
): HandlerScope<Knex.Transaction> {
  const { guard } = checks;
  const { config, version } = knex.client as Knex.Client;
  const own = createKnex({
    ...config,
    ...(version === undefined ? {} : { version }),
    client: toGuardedClient(knex.client as Knex.Client, connection, checks),
    // Without them, Knex opens neither a pool nor a connection.
    connection: undefined as never,
    pool: undefined as never,
  });
  for (const event of ["start", "query", "query-error", "query-response"]) {
    own.on(event, (...args: unknown[]) => void knex.emit(event, ...args));
  }
  const reject = async (): Promise<never> => {
    throw guard.reject(endsItself);
  };
  const tx = Object.assign(own, {
    isTransaction: true,
    userParams: knex.userParams ?? {},
    executionPromise: new Promise<never>(() => undefined),
    isCompleted: () => false,
    savepoint: (scope: (inner: Knex.Transaction) => Promise<unknown>) => own.transaction(scope),
    commit: () => handled(reject()),
    rollback: () => handled(reject()),
  });
  return { tx: tx as unknown as Knex.Transaction, close: () => guard.close() };
}

/** Creates the class of a client that passes every statement to the guard. Nested transactions of Knex use the same class. */
function toGuardedClient(
  client: Knex.Client,
  connection: unknown,
  { guard, run, toCheckedText = ({ sql }) => sql }: Checks,
): typeof Knex.Client {
  const Client = client.constructor as typeof Knex.Client;

  async function check(
    given: string | KnexQuery,
    send: (query: KnexQuery, admitted: Admitted) => Promise<KnexQuery>,
  ): Promise<KnexQuery> {
    const query = typeof given === "string" ? { sql: given } : given;
    const text = toCheckedText(query);
    if (text instanceof Error) throw guard.reject(text.message);
    const admitted = guard.admit(text);
    try {
      const result = await run(() => send(query, admitted));
      admitted.settle();
      return result;
    } catch (error) {
      admitted.settle(error ?? new Error("The statement failed."));
      throw error;
    }
  }

  return class extends Client {
    // Otherwise `transacting(tx)` would only warn and use a connection of the pool. Nested transactions become savepoints.
    readonly transacting = true;

    /** A nested transaction is running until it ends. */
    override transaction(...args: [unknown, unknown, unknown]): Knex.Transaction {
      const nested = super.transaction(...args);
      const settle = admitNested(guard);
      (nested as unknown as Promise<unknown>).then(
        () => settle(),
        () => settle(),
      );
      return nested;
    }

    override acquireConnection(): Promise<unknown> {
      return Promise.resolve(connection);
    }

    override releaseConnection(): Promise<void> {
      return Promise.resolve();
    }

    override async destroy(): Promise<never> {
      throw guard.reject(endsItself);
    }

    override query(own: unknown, given: string | KnexQuery): Promise<KnexQuery> {
      return check(given, async (query, { sql, command }) => {
        if (command === undefined) return super.query(own, query) as Promise<KnexQuery>;
        let sent = query;
        // One at a time: drivers differ in whether a text may have several statements.
        for (const part of sql.split("; ")) {
          sent = (await super.query(own, { ...query, sql: part, bindings: [] })) as KnexQuery;
        }
        const { response } = sent;
        return { ...sent, response: Array.isArray(response) ? response : { ...response, command } };
      });
    }

    override stream(
      own: unknown,
      given: KnexQuery,
      to: unknown,
      options: unknown,
    ): Promise<unknown> {
      return check(given, async (query) => {
        await super.stream(own, query, to, options);
        return query;
      });
    }
  };
}

function admitNested(guard: StatementGuard): () => void {
  try {
    return guard.admit("").settle;
  } catch {
    // Its first statement is rejected.
    return () => undefined;
  }
}

/** An unawaited failure fails the transaction, so it must not end the process as well. */
function handled<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

const endsItself =
  "commit(), rollback() and destroy() on tx are rejected: they would end the inbox's transaction. Return to commit, or throw to roll " +
  "back. The statement was rejected and not sent.";
