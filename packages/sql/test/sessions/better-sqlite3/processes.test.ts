import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Transaction } from "@numipay/core";
import { exampleTransaction } from "@numipay/testing";
import { expect, it, onTestFinished } from "vitest";
import { describeWithSqlite, openSqliteFixture } from "../../sqlite.js";

const program = fileURLToPath(new URL("../../programs/dist/sqlite-process.js", import.meta.url));

interface Input {
  path: string;
  events: Transaction[];
  hangs?: boolean;
}

function start({ path, events, hangs = false }: Input): ChildProcess {
  const child = spawn(process.execPath, [program, JSON.stringify({ path, events, hangs })], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function readOutput(child: ChildProcess): Promise<string> {
  let output = "";
  for await (const chunk of child.stdout ?? []) output += String(chunk);
  return output;
}

function newEvents(count: number): Transaction[] {
  return Array.from({ length: count }, (_, at) =>
    exampleTransaction({ transaction_id: `t-${at}` }),
  );
}

describeWithSqlite("sqliteInbox in several processes", () => {
  it("applies each change once", { timeout: 60_000 }, async () => {
    const { path, effects, records } = await openSqliteFixture();
    const events = newEvents(60);
    const children = [start({ path, events }), start({ path, events: events.toReversed() })];
    const outcomes = (await Promise.all(children.map(readOutput))).map(
      (output) => JSON.parse(output) as Record<string, number>,
    );
    const count = (name: string) => outcomes.reduce((sum, one) => sum + (one[name] ?? 0), 0);
    expect([count("processed"), count("duplicate")]).toEqual([60, 60]);
    expect(effects().toSorted()).toEqual(events.map((event) => event.transaction_id).toSorted());
    expect(records()).toBe(60);
  });

  it("keeps neither effect nor record of a killed handler", { timeout: 60_000 }, async () => {
    const { path, apply, write, effects, records } = await openSqliteFixture();
    const events = newEvents(1);
    const child = start({ path, events, hangs: true });
    await once(child.stdout as NodeJS.ReadableStream, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect([effects(), records()]).toEqual([[], 0]);
    const result = await apply((tx) => write(tx, "again"), { id: "t-0" });
    expect(result.outcome).toBe("processed");
    expect([effects(), records()]).toEqual([["again"], 1]);
  });

  it("rejects claims while another process keeps the lock", { timeout: 60_000 }, async () => {
    const { path, inbox, apply, write } = await openSqliteFixture({ acquireTimeoutMs: 50 });
    const child = start({ path, events: newEvents(1), hangs: true });
    await once(child.stdout as NodeJS.ReadableStream, "data");
    const blocked = await apply((tx) => write(tx, "a"));
    expect(blocked.outcome).toBe("inbox-unavailable");
    expect(blocked.reason).toContain("Another connection keeps the file locked");
    await expect(inbox.ping()).rejects.toThrow("Another connection keeps the file locked");
    await expect(inbox.checkpoints.read("a")).resolves.toBeUndefined();
    child.kill("SIGKILL");
    await once(child, "exit");
    expect((await apply((tx) => write(tx, "a"))).outcome).toBe("processed");
  });

  it.skipIf(process.getuid?.() !== 0)("rejects a read-only file", { timeout: 60_000 }, async () => {
    const { path, app, inbox } = await openSqliteFixture();
    app.close();
    inbox.close();
    chmodSync(dirname(path), 0o755);
    chmodSync(path, 0o444);
    const script = `
      const { sqliteInbox } = await import(${JSON.stringify(import.meta.resolve("@numipay/sql/better-sqlite3"))});
      await sqliteInbox({ path: ${JSON.stringify(path)} }).ping().catch((error) => console.log(error.message));
    `;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
      uid: 65_534,
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    expect(await readOutput(child)).toContain("SQLITE_");
  });
});
