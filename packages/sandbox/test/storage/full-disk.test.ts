import Database from "libsql";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSandbox } from "../../src/index.js";
import { openSql, type Sql } from "../../src/storage/sql.js";
import { createMerchant, openCheckout } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

/** Makes SQLite report a full disk at this number of pages. */
function limitPages(sql: Sql, pages: number): void {
  sql.first(`PRAGMA max_page_count = ${pages}`);
}

function countRows(sql: Sql): unknown {
  return sql.first("SELECT COUNT(*) AS rows FROM things")?.["rows"];
}

/** Rejects writes to a table until the returned function is called. */
function rejectWrites(file: string, operation: string): () => void {
  const change = (statement: string): void => {
    const database = new Database(file);
    database.exec(statement);
    database.close();
  };
  change(
    `CREATE TRIGGER full BEFORE ${operation} BEGIN SELECT RAISE(FAIL, 'no space on this disk'); END`,
  );
  return () => change("DROP TRIGGER full");
}

describe("a full disk", () => {
  it("rolls back and is named in the error", async () => {
    const file = await temporaryFile();
    const sql = openSql(file);
    onTestFinished(() => sql.close());
    sql.run("CREATE TABLE things (thing TEXT)");
    limitPages(sql, 10);
    const fill = (rows: number): void =>
      sql.atomically(() => {
        for (let row = 0; row < rows; row += 1) {
          sql.atomically(() => sql.run("INSERT INTO things VALUES (?)", ["x".repeat(4000)]));
        }
      });
    fill(2);
    const full = `The disk of ${file} is full, so nothing was recorded.`;
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      expect(() => fill(20)).toThrow(full);
      expect(countRows(sql)).toBe(2);
    }
    limitPages(sql, 100);
    fill(20);
    expect(countRows(sql)).toBe(22);
  });

  it("keeps the database's error as the cause", async () => {
    const sql = openSql(await temporaryFile());
    onTestFinished(() => sql.close());
    sql.run("CREATE TABLE things (thing TEXT)");
    limitPages(sql, 3);
    const fill = (): void => sql.run("INSERT INTO things VALUES (?)", ["x".repeat(40_000)]);
    expect(fill).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: "SQLITE_FULL" }) }),
    );
  });

  it("does not send a webhook again", async () => {
    const file = await temporaryFile();
    const merchant = await createMerchant({ file });
    const { sandbox, received } = merchant;
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    const free = rejectWrites(file, "INSERT ON attempts");
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await expect(sandbox.advance("1m")).rejects.toThrow("no space");
    }
    expect([received.length, sandbox.deliveries()]).toEqual([1, []]);
    free();
    await sandbox.runUntilIdle();
    expect(merchant.statuses()).toEqual(["pending", "successful"]);
    expect(sandbox.deliveries().map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    await sandbox.close();
  });

  it("does not send the forgery of a signature check again", async () => {
    const file = await temporaryFile();
    const { sandbox, received } = await createMerchant({ file });
    await sandbox.fetch("/portal/welcome/signature-check", {
      method: "POST",
      headers: { origin: "http://localhost" },
    });
    const free = rejectWrites(file, "INSERT ON attempts WHEN NEW.cause = 'check'");
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await expect(sandbox.flush()).rejects.toThrow("no space");
    }
    free();
    await sandbox.flush();
    // Two genuine deliveries, and the forgery.
    expect(received).toHaveLength(3);
    const causes = sandbox.deliveries().map(({ cause }) => cause);
    expect(causes.toSorted()).toEqual(["check", "scheduled", "scheduled"]);
    await sandbox.close();
  });

  it("fails an API request without a payment", async () => {
    const file = await temporaryFile();
    const merchant = await createMerchant({ file });
    const free = rejectWrites(file, "INSERT ON timeline");
    const order = { tracking_id: "a", user_id: "u", currency: "EUR", amount: "1.00" };
    const { status, body } = await merchant.call("POST", "/payments/hosted", { request: order });
    expect([status, body]).toEqual([500, { message: "The sandbox failed: no space on this disk" }]);
    expect(merchant.sandbox.transactions()).toEqual([]);
    free();
    await openCheckout(merchant, { tracking_id: "a" });
    expect(merchant.sandbox.transactions()).toHaveLength(1);
    await merchant.sandbox.close();
  });

  it("creates an account completely or not at all", async () => {
    const file = await temporaryFile();
    const { sandbox } = await createMerchant({ file });
    const origin = "http://localhost";
    const create = (): Promise<Response> =>
      sandbox.fetch("/portal/accounts/create", {
        method: "POST",
        headers: { origin, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ merchant_name: "Second", webhook_url: "" }),
      });
    const free = rejectWrites(file, "INSERT ON providers");
    expect((await create()).status).toBe(500);
    expect(sandbox.accounts()).toHaveLength(1);
    free();
    await create();
    expect(sandbox.accounts()).toHaveLength(2);
    await sandbox.close();
  });

  it("is reported once until it has space again", async () => {
    const file = await temporaryFile();
    const errors: string[] = [];
    const sandbox = await createSandbox({
      file,
      webhookUrl: "http://shop.test/hook",
      deliver: async () => new Response(),
      onError: ({ message }) => errors.push(message),
    });
    const add = async (tracking_id: string): Promise<void> => {
      const type = { transaction_type: "deposit", status: "successful" };
      sandbox.addTransaction({ tracking_id, currency: "EUR", amount: "1.00", ...type });
      // The caller of `flush` gets the error of the same work.
      await sandbox.flush().catch(() => undefined);
    };
    const free = rejectWrites(file, "INSERT ON attempts");
    await add("a");
    await add("b");
    expect(errors).toEqual(["no space on this disk"]);
    free();
    await add("c");
    expect(sandbox.deliveries()).toHaveLength(3);
    rejectWrites(file, "INSERT ON attempts");
    await add("d");
    expect(errors).toHaveLength(2);
    await sandbox.close();
  });
});
