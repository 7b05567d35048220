import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg, { type PoolClient, type QueryConfig } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import Cursor from "pg-cursor";
import QueryStream from "pg-query-stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeWithPostgres } from "../../server.js";
import { openServerFixture, type ServerFixture } from "../../fixture.js";

const isRejected = /rejected and not sent/;

describeWithPostgres("tx on PostgreSQL", () => {
  let fixture: ServerFixture;
  const apply = async (handler: (tx: PoolClient) => unknown) => {
    const { outcome, reason } = await fixture.apply(handler);
    expect(reason).toBe("undefined");
    expect(outcome).toBe("processed");
  };
  const insert = (name: string) =>
    `INSERT INTO "${fixture.schema}".effects (name) VALUES ('${name}')`;

  beforeAll(async () => {
    fixture = await openServerFixture();
  });
  beforeEach(() => fixture.clear());
  afterAll(() => fixture.close());

  describe("as a client", () => {
    it("has its class and readable fields", () =>
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

    it("hides its internals", () =>
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

    it("keeps assigned properties to itself", async () => {
      await apply(async (tx) => {
        const fields = tx as unknown as Record<string, unknown>;
        fields["__knexUid"] = "a";
        fields["password"] = "b";
        expect(fields["__knexUid"]).toBe("a");
        expect(Object.keys(tx)).toEqual(["__knexUid", "password"]);
        tx.release();
        tx.release(true);
        await fixture.write(tx, "after release");
      });
      const client = (await fixture.pool.connect()) as unknown as Record<string, unknown>;
      expect(client["__knexUid"]).toBeUndefined();
      (client as unknown as PoolClient).release();
      expect(await fixture.effects()).toEqual(["after release"]);
    });

    it("removes its listeners when closed", async () => {
      const notices: unknown[] = [];
      await apply(async (tx) => {
        expect(tx.on("notice", (notice) => notices.push(notice))).toBe(tx);
        await tx.query("DO $$ BEGIN RAISE NOTICE 'a'; END $$");
      });
      await fixture.pool.query("DO $$ BEGIN RAISE NOTICE 'b'; END $$");
      expect(notices).toHaveLength(1);
    });
  });

  describe("query", () => {
    it("supports every form", async () => {
      await apply(async (tx) => {
        const take = (client: { query: unknown }) =>
          client.query as (text: string) => Promise<unknown>;
        await take(tx)(insert("text"));
        await tx.query({ text: insert("config") });
        await tx.query({
          name: "n",
          text: `INSERT INTO "${fixture.schema}".effects (name) VALUES ($1)`,
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
      expect(await fixture.effects()).toEqual(["text", "config", "named", "callback", "object"]);
    });

    it("supports cursors, streams and COPY", async () => {
      await apply(async (tx) => {
        const cursor = tx.query(new Cursor("SELECT * FROM generate_series(1, 5) AS n"));
        expect(await cursor.read(2)).toHaveLength(2);
        await cursor.close();
        const stream = tx.query(new QueryStream("SELECT * FROM generate_series(1, 5) AS n"));
        expect(await stream.toArray()).toHaveLength(5);
        const copy = tx.query(copyFrom(`COPY "${fixture.schema}".effects (name) FROM STDIN`));
        await pipeline(Readable.from(["a\nb\n"]), copy);
      });
      expect(await fixture.effects()).toEqual(["a", "b"]);
    });

    it("continues after a failed cursor", async () => {
      await apply(async (tx) => {
        await tx.query("BEGIN");
        const cursor = tx.query(new Cursor("SELECT 1/0"));
        await expect(cursor.read(1)).rejects.toThrow(/division/);
        await tx.query("ROLLBACK");
        await fixture.write(tx, "a");
      });
      expect(await fixture.effects()).toEqual(["a"]);
    });

    it("maps transaction control in every form", async () => {
      await apply(async (tx) => {
        await tx.query({ text: "BEGIN", values: [], rowMode: "array" });
        await tx.query(insert("a"));
        await new Promise((resolve) => tx.query("ROLLBACK", resolve));
        await tx.query({ name: "begin", text: "BEGIN" });
        await tx.query(insert("b"));
        await new Promise((resolve) => tx.query({ text: "COMMIT" } as never, [], resolve));
      });
      expect(await fixture.effects()).toEqual(["b"]);
    });
  });

  describe("rejects", () => {
    const expectRejection = async (handler: (tx: PoolClient) => unknown) => {
      const { outcome, reason } = await fixture.apply(async (tx) => {
        await fixture.write(tx, "a");
        await handler(tx);
      });
      expect(outcome).toBe("handler-failed");
      expect(reason).toMatch(isRejected);
      expect(await fixture.effects()).toEqual([]);
    };

    it("a prepared statement without its text", () =>
      expectRejection((tx) =>
        expect(tx.query({ name: "n" } as never)).rejects.toThrow(isRejected),
      ));

    it("a query with a callback", () =>
      expectRejection(async (tx) => {
        const error = await new Promise((resolve) => tx.query("COMMIT", resolve));
        expect(String(error)).toMatch(isRejected);
      }));

    it.each([
      ["a cursor", () => new Cursor("COMMIT")],
      ["a stream", () => new QueryStream("ROLLBACK; BEGIN")],
      ["a query object", () => new pg.Query("COMMIT")],
      ["an object without text", () => ({ submit: () => undefined })],
    ])("%s with transaction control", (_name, create) =>
      expectRejection((tx) => expect(() => tx.query(create() as never)).toThrow(isRejected)),
    );

    it("a cursor that is left open", async () => {
      const { reason } = await fixture.apply(async (tx) => {
        const cursor = tx.query(new Cursor("SELECT * FROM generate_series(1, 500) AS n"));
        await cursor.read(1);
      });
      expect(reason).toMatch(/close cursors and streams/);
    });
  });

  it("prevents reuse of a connection with changed parsers", async () => {
    await apply((tx) =>
      (tx.setTypeParser as (oid: number, parse: unknown) => void)(23, () => "changed"),
    );
    const { rows } = await fixture.pool.query("SELECT 1 AS a");
    expect(rows).toEqual([{ a: 1 }]);
  });

  it("ignores the application's parsers for its own queries", async () => {
    const change = { id: fixture.schema };
    const setParsers = pg.types.setTypeParser as (oid: number, parse: unknown) => void;
    const parsers = { 16: (value: string) => value === "t", 20: String, 23: Number, 25: String };
    for (const oid of Object.keys(parsers)) setParsers(Number(oid), () => "changed");
    const first = await fixture.apply(() => undefined, change);
    const again = await fixture.apply(() => undefined, change);
    for (const [oid, parse] of Object.entries(parsers)) setParsers(Number(oid), parse);
    expect([first.outcome, again.outcome]).toEqual(["processed", "duplicate"]);
  });
});
