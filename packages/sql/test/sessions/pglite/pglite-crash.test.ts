import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import type { Change } from "@numipay/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { pgliteInbox } from "../../../src/pglite.js";

const changeOf = (transactionKey: string): Change => ({
  account: "default",
  isHandled: true,
  transactionKey,
  key: `${transactionKey}:successful`,
  status: "successful",
  rank: 1,
  content: "{}",
});

describe("pgliteInbox after a crash", () => {
  it("keeps neither effect nor record of an open change", { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "numipay-pglite-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const dataDir = join(folder, "data");
    const [done, torn] = [changeOf("deposit:done"), changeOf("deposit:torn")];
    const program = fileURLToPath(
      new URL("../../programs/dist/pglite-process.js", import.meta.url),
    );
    const child = spawn(process.execPath, [program, JSON.stringify({ dataDir, done, torn })], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const [output] = (await once(child.stdout, "data")) as [Buffer];
    expect(String(output)).toBe("held");
    child.kill("SIGKILL");
    await once(child, "exit");

    const db = await PGlite.create(dataDir);
    onTestFinished(() => db.close());
    const inbox = pgliteInbox({ db });
    const effects = async (): Promise<unknown[]> => (await db.query("SELECT * FROM effects")).rows;
    expect(await effects()).toEqual([{ change: done.key }]);
    expect((await inbox.claim(done)).state).toBe("duplicate");
    const claim = await inbox.claim(torn);
    if (claim.state !== "new") throw new Error(`The claim is ${claim.state}, not new.`);
    await claim.lease.tx.query("INSERT INTO effects VALUES ($1)", [torn.key]);
    expect(await inbox.complete(torn, claim.lease)).toBe(true);
    expect(await effects()).toEqual([{ change: done.key }, { change: torn.key }]);
  });
});
