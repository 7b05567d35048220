import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg, { type PoolClient, type QueryConfig } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import Cursor from "pg-cursor";
import QueryStream from "pg-query-stream";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noServer } from "../server.js";
import { openServerStage, type ServerStage } from "../stage.js";

const isRefused = /refused, nothing was sent/;

describe.skipIf(noServer !== undefined)(`on a server${noServer ? `: ${noServer}` : ""}`, () => {
  let stage: ServerStage;
  const apply = async (handler: (tx: PoolClient) => unknown) => {
    const { outcome, reason } = await stage.apply(handler);
    expect(reason).toBe("undefined");
    expect(outcome).toBe("processed");
  };
  const insert = (name: string) =>
    `INSERT INTO "${stage.schema}".effects (name) VALUES ('${name}')`;

  beforeAll(async () => {
    stage = await openServerStage();
  });
  beforeEach(() => stage.clear());
  afterAll(() => stage.close());

  describe("looks like the client", () => {
    test("by its class and what may be read", () =>
      apply((tx) => {
        expect(tx).toBeInstanceOf(pg.Client);
        expect(tx.constructor.name).toBe("Client");
        expect(tx.escapeLiteral("it's")).toBe("'it''s'");
        expect(tx.escapeIdentifier("a")).toBe('"a"');
        expect((tx as unknown as { processID: number }).processID).toBeGreaterThan(0);
        expect((tx as unknown as { then?: unknown }).then).toBeUndefined();
        expect("query" in tx).toBe(true);
        expect("connection" in tx).toBe(false);
      }));

    test("without what lies beneath", () =>
      apply((tx) => {
        const fields = tx as unknown as Record<string, unknown>;
        for (const name of ["connection", "_queryQueue", "_activeQuery", "connectionParameters"]) {
          expect(fields[name]).toBeUndefined();
        }
        const { query } = pg.Client.prototype as unknown as { query: (text: string) => unknown };
        expect(() => query.call(tx, "COMMIT")).toThrow(TypeError);
        for (const name of ["connect", "end", "_pulseQueryQueue", "cancel", "emit"]) {
          expect(() => (fields[name] as () => void)()).toThrow(/not available in a handler/);
        }
      }));

    test("and keeps what is assigned to itself", async () => {
      await apply(async (tx) => {
        const fields = tx as unknown as Record<string, unknown>;
        fields["__knexUid"] = "a";
        fields["password"] = "b";
        expect(fields["__knexUid"]).toBe("a");
        expect(Object.keys(tx)).toEqual(["__knexUid", "password"]);
        tx.release();
        tx.release(true);
        await stage.write(tx, "after release");
      });
      const client = (await stage.pool.connect()) as unknown as Record<string, unknown>;
      expect(client["__knexUid"]).toBeUndefined();
      (client as unknown as PoolClient).release();
      expect(await stage.effects()).toEqual(["after release"]);
    });

    test("and takes its listeners off at the end", async () => {
      const notices: unknown[] = [];
      await apply(async (tx) => {
        expect(tx.on("notice", (notice) => notices.push(notice))).toBe(tx);
        await tx.query("DO $$ BEGIN RAISE NOTICE 'a'; END $$");
      });
      await stage.pool.query("DO $$ BEGIN RAISE NOTICE 'b'; END $$");
      expect(notices).toHaveLength(1);
    });
  });

  describe("runs a query", () => {
    test("in every form", async () => {
      await apply(async (tx) => {
        const take = (client: { query: unknown }) =>
          client.query as (text: string) => Promise<unknown>;
        await take(tx)(insert("text"));
        await tx.query({ text: insert("config") });
        await tx.query({
          name: "n",
          text: `INSERT INTO "${stage.schema}".effects (name) VALUES ($1)`,
          values: ["named"],
        });
        await new Promise((resolve) => tx.query(insert("callback"), resolve));
        await new Promise((resolve) => tx.query("SELECT $1::text", ["a"], resolve));
        await new Promise((resolve) => tx.query(new pg.Query(insert("object"), resolve as never)));
        const { rows } = await tx.query({ text: "SELECT 1 AS a", rowMode: "array" });
        expect(rows).toEqual([[1]]);
        const types = { getTypeParser: () => (value: string) => `<${value}>` };
        const { rows: texts } = await tx.query({ text: "SELECT 1 AS a", types } as QueryConfig);
        expect(texts).toEqual([{ a: "<1>" }]);
      });
      expect(await stage.effects()).toEqual(["text", "config", "named", "callback", "object"]);
    });

    test("by cursors, streams and COPY", async () => {
      await apply(async (tx) => {
        const cursor = tx.query(new Cursor("SELECT * FROM generate_series(1, 5) AS n"));
        expect(await cursor.read(2)).toHaveLength(2);
        await cursor.close();
        const stream = tx.query(new QueryStream("SELECT * FROM generate_series(1, 5) AS n"));
        expect(await stream.toArray()).toHaveLength(5);
        const copy = tx.query(copyFrom(`COPY "${stage.schema}".effects (name) FROM STDIN`));
        await pipeline(Readable.from(["a\nb\n"]), copy);
      });
      expect(await stage.effects()).toEqual(["a", "b"]);
    });

    test("goes on after a cursor that failed", async () => {
      await apply(async (tx) => {
        await tx.query("BEGIN");
        const cursor = tx.query(new Cursor("SELECT 1/0"));
        await expect(cursor.read(1)).rejects.toThrow(/division/);
        await tx.query("ROLLBACK");
        await stage.write(tx, "a");
      });
      expect(await stage.effects()).toEqual(["a"]);
    });

    test("maps transaction control in every form", async () => {
      await apply(async (tx) => {
        await tx.query({ text: "BEGIN", values: [], rowMode: "array" });
        await tx.query(insert("a"));
        await new Promise((resolve) => tx.query("ROLLBACK", resolve));
        await tx.query({ name: "begin", text: "BEGIN" });
        await tx.query(insert("b"));
        await new Promise((resolve) => tx.query({ text: "COMMIT" } as never, [], resolve));
      });
      expect(await stage.effects()).toEqual(["b"]);
    });
  });

  describe("refuses", () => {
    const refused = async (handler: (tx: PoolClient) => unknown) => {
      const { outcome, reason } = await stage.apply(async (tx) => {
        await stage.write(tx, "a");
        await handler(tx);
      });
      expect(outcome).toBe("handler-failed");
      expect(reason).toMatch(isRefused);
      expect(await stage.effects()).toEqual([]);
    };

    test("a prepared statement without its text", () =>
      refused((tx) => expect(tx.query({ name: "n" } as never)).rejects.toThrow(isRefused)));

    test("a refusal by callback", () =>
      refused(async (tx) => {
        const error = await new Promise((resolve) => tx.query("COMMIT", resolve));
        expect(String(error)).toMatch(isRefused);
      }));

    test.each([
      ["a cursor", () => new Cursor("COMMIT")],
      ["a stream", () => new QueryStream("ROLLBACK; BEGIN")],
      ["a query object", () => new pg.Query("COMMIT")],
      ["an object without text", () => ({ submit: () => undefined })],
    ])("%s with transaction control", (_name, create) =>
      refused((tx) => expect(() => tx.query(create() as never)).toThrow(isRefused)),
    );

    test("a cursor that is left open", async () => {
      const { reason } = await stage.apply(async (tx) => {
        const cursor = tx.query(new Cursor("SELECT * FROM generate_series(1, 500) AS n"));
        await cursor.read(1);
      });
      expect(reason).toMatch(/close cursors and streams/);
    });
  });

  test("does not reuse a connection whose parsers were set", async () => {
    await apply((tx) =>
      (tx.setTypeParser as (oid: number, parse: unknown) => void)(23, () => "changed"),
    );
    const { rows } = await stage.pool.query("SELECT 1 AS a");
    expect(rows).toEqual([{ a: 1 }]);
  });

  test("reads its own answers whatever parsers are set", async () => {
    const change = { id: stage.schema };
    const setParsers = pg.types.setTypeParser as (oid: number, parse: unknown) => void;
    const parsers = { 16: (value: string) => value === "t", 20: String, 23: Number, 25: String };
    for (const oid of Object.keys(parsers)) setParsers(Number(oid), () => "changed");
    const first = await stage.apply(() => undefined, change);
    const again = await stage.apply(() => undefined, change);
    for (const [oid, parse] of Object.entries(parsers)) setParsers(Number(oid), parse);
    expect([first.outcome, again.outcome]).toEqual(["processed", "duplicate"]);
  });
});
