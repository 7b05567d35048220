import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import Database from "libsql";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSandbox, readSandboxFile, type Sandbox } from "../../src/index.js";
import { createMerchant, openCheckout } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

async function open(file: string): Promise<Sandbox> {
  const sandbox = await createSandbox({ file });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Everything that opening a file could change. */
function stateOf(file: string) {
  const folder = dirname(file);
  return {
    names: readdirSync(folder).toSorted(),
    files: readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
      .map((path) => [path, readFileSync(path, "hex"), statSync(path).mtimeMs]),
  };
}

function createDatabase(file: string, ...statements: string[]): void {
  const database = new Database(file);
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** Interrupts a transaction of another program: its journal has to be rolled back by the next one that opens the file. */
function interruptWrite(file: string): void {
  const script = `
    const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve("libsql"))});
    const database = new Database(${JSON.stringify(file)});
    database.exec("CREATE TABLE users (name TEXT)");
    database.exec("PRAGMA cache_size = 1; BEGIN");
    const insert = database.prepare("INSERT INTO users VALUES (?)");
    for (let row = 0; row < 200; row += 1) insert.run("x".repeat(1000));
    process.kill(process.pid, "SIGKILL");`;
  spawnSync(process.execPath, ["-e", script]);
  expect(readdirSync(dirname(file))).toContain("sandbox.db-journal");
}

describe("a file that is not a sandbox's", () => {
  it.each<[string, (file: string) => void, string]>([
    ["an empty file", (file) => writeFileSync(file, ""), "is empty"],
    ["a text file", (file) => writeFileSync(file, "notes\n".repeat(50)), "is not a sandbox's file"],
    ["a short file", (file) => writeFileSync(file, "x"), "is not a sandbox's file"],
    [
      "a database",
      (file) => createDatabase(file, "CREATE TABLE users (name TEXT)"),
      "is not a sandbox's file",
    ],
    [
      "a database with equal table names",
      (file) => createDatabase(file, "CREATE TABLE accounts (id)", "CREATE TABLE sandbox (id)"),
      "is not a sandbox's file",
    ],
    [
      "a database with a write-ahead log",
      (file) => {
        const database = new Database(file);
        onTestFinished(() => void database.close());
        database.exec("PRAGMA journal_mode = WAL; CREATE TABLE users (name TEXT)");
      },
      "is not a sandbox's file",
    ],
    ["an interrupted database", interruptWrite, "is not a sandbox's file"],
    [
      "a database of another application",
      (file) => createDatabase(file, "PRAGMA application_id = 1; CREATE TABLE sandbox (seed)"),
      "is not a sandbox's file",
    ],
    ["a directory", (file) => mkdirSync(file), "is not a regular file"],
    ["a pipe", (file) => void spawnSync("mkfifo", [file]), "is not a regular file"],
    ["a device", (file) => symlinkSync("/dev/null", file), "is not a regular file"],
    ["a link to a missing file", (file) => symlinkSync(`${file}-target`, file), "missing file"],
  ])("is rejected unchanged: %s", async (_, create, problem) => {
    const file = await temporaryFile();
    create(file);
    const before = stateOf(file);
    for (const rejected of [createSandbox({ file }), readSandboxFile(file)]) {
      await expect(rejected).rejects.toThrow(problem);
      await expect(rejected).rejects.toThrow(file);
    }
    expect(stateOf(file)).toEqual(before);
  });

  it.each<[string, (file: string) => void, string]>([
    ["a truncated file", (file) => truncateSync(file, 8192), "is damaged"],
    [
      "an overwritten file",
      (file) => {
        const header = readFileSync(file).subarray(0, 4096);
        writeFileSync(file, Buffer.concat([header, Buffer.alloc(statSync(file).size - 4096, 7)]));
      },
      "is damaged",
    ],
    [
      "a newer file",
      (file) => createDatabase(file, "UPDATE sandbox SET schema_version = 99"),
      "another version",
    ],
    [
      "an older file without a mark",
      (file) => createDatabase(file, "PRAGMA application_id = 0"),
      "another version",
    ],
    ["a file without tables", (file) => createDatabase(file, "DELETE FROM sandbox"), "incomplete"],
  ])("is rejected unchanged: %s", async (_, change, problem) => {
    const file = await temporaryFile();
    await (await createSandbox({ file })).close();
    change(file);
    const before = stateOf(file);
    await expect(createSandbox({ file })).rejects.toThrow(problem);
    await expect(readSandboxFile(file)).rejects.toThrow(problem);
    expect(stateOf(file)).toEqual(before);
  });

  it("is not created by reading it", async () => {
    const file = await temporaryFile();
    await expect(readSandboxFile(file)).rejects.toThrow(`${file} does not exist.`);
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  it("is rejected in a missing directory", async () => {
    const file = join(await temporaryFile(), "sandbox.db");
    await expect(createSandbox({ file })).rejects.toThrow("directory does not exist");
  });
});

describe("two sandboxes on a file", () => {
  it("rejects the second until the first is closed", async () => {
    const file = await temporaryFile();
    const first = await createSandbox({ file });
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await expect(createSandbox({ file })).rejects.toThrow(`Another sandbox uses ${file}.`);
    }
    await first.close();
    expect(readdirSync(dirname(file))).toEqual(["sandbox.db"]);
    await open(file);
  });

  it.each<[string, (file: string) => string]>([
    ["a relative path", (file) => relative(process.cwd(), file)],
    ["a path with dots", (file) => join(dirname(file), ".", "sandbox.db")],
    [
      "a symbolic link",
      (file) => {
        symlinkSync(file, `${file}-link`);
        return `${file}-link`;
      },
    ],
    [
      "a link to its directory",
      (file) => {
        symlinkSync(dirname(file), `${file}-directory`);
        return join(`${file}-directory`, "sandbox.db");
      },
    ],
  ])("rejects the second on %s", async (_, toPath) => {
    const file = await temporaryFile();
    await open(file);
    await expect(createSandbox({ file: toPath(file) })).rejects.toThrow("Another sandbox uses");
  });

  it("rejects a hard link", async () => {
    const file = await temporaryFile();
    await open(file);
    linkSync(file, `${file}-2`);
    await expect(createSandbox({ file: `${file}-2` })).rejects.toThrow("several names");
  });

  it("rejects the second after the file was replaced", async () => {
    const file = await temporaryFile();
    await open(file);
    renameSync(file, `${file}-old`);
    await expect(createSandbox({ file })).rejects.toThrow("Another sandbox uses");
    expect(readdirSync(dirname(file))).not.toContain("sandbox.db");
  });

  it("ignores the lock file of a killed process", async () => {
    const file = await temporaryFile();
    const libsql = createRequire(import.meta.url).resolve("libsql");
    const script = `
      const lock = new (require(${JSON.stringify(libsql)}))(${JSON.stringify(`${file}-lock`)});
      lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
      console.log("locked");
      setInterval(() => undefined, 1000);`;
    const owner = spawn(process.execPath, ["-e", script]);
    onTestFinished(() => void owner.kill("SIGKILL"));
    await once(owner.stdout, "data");
    await expect(createSandbox({ file })).rejects.toThrow("Another sandbox uses");
    owner.kill("SIGKILL");
    await once(owner, "exit");
    expect(readdirSync(dirname(file))).toEqual(["sandbox.db-lock"]);
    await (await createSandbox({ file })).close();
  });

  it("rejects a lock file with content", async () => {
    const file = await temporaryFile();
    writeFileSync(`${file}-lock`, "mine");
    await expect(createSandbox({ file })).rejects.toThrow("is not a lock of the sandbox");
    expect(readFileSync(`${file}-lock`, "utf8")).toBe("mine");
  });

  it("leaves the file unlocked after a failed start", async () => {
    const file = await temporaryFile();
    await (await createSandbox({ file, seed: "a" })).close();
    await expect(createSandbox({ file, seed: "b" })).rejects.toThrow("another seed");
    createDatabase(
      file,
      "CREATE TRIGGER refuse BEFORE UPDATE ON accounts BEGIN SELECT RAISE(FAIL, 'no'); END",
    );
    await expect(createSandbox({ file, merchantName: "New" })).rejects.toThrow("no");
    await open(file);
  });
});

describe("reading a file", () => {
  it("works while a sandbox uses it", async () => {
    const file = await temporaryFile();
    const merchant = await createMerchant({ file });
    await openCheckout(merchant);
    const before = stateOf(file);
    const { accounts, transactions } = await readSandboxFile(file);
    expect(transactions).toEqual(merchant.sandbox.transactions());
    expect(accounts).toEqual([
      { accountId: merchant.sandbox.account().accountId, merchantName: "Demo Merchant" },
    ]);
    expect(stateOf(file)).toEqual(before);
    await openCheckout(merchant, { tracking_id: "after" });
    await merchant.sandbox.close();
  });

  it("works for names with special characters", async () => {
    const file = join(dirname(await temporaryFile()), "a b?mode=rw#%41.db");
    await (await createSandbox({ file })).close();
    expect((await readSandboxFile(file)).transactions).toEqual([]);
  });

  it("does not repair an interrupted file", async () => {
    const file = await temporaryFile();
    await (await createSandbox({ file })).close();
    const copy = join(dirname(file), "copy.db");
    const database = new Database(file);
    database.exec("PRAGMA cache_size = 1; BEGIN");
    database.exec("UPDATE accounts SET merchant_name = 'Half'");
    database.exec(`CREATE TABLE big AS SELECT randomblob(100000) AS b`);
    copyFileSync(file, copy);
    copyFileSync(`${file}-journal`, `${copy}-journal`);
    database.exec("ROLLBACK");
    database.close();
    const before = stateOf(copy);
    await expect(readSandboxFile(copy)).rejects.toThrow("was interrupted. Start a sandbox on it");
    expect(stateOf(copy)).toEqual(before);
    expect((await open(copy)).account().merchantName).toBe("Demo Merchant");
  });
});
