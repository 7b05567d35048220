import { execFileSync } from "node:child_process";
import type { HandlerFaults, SqliteWork } from "../handler-work.js";

/** More than SQLite keeps in memory within a transaction. */
const largeBytes = 20_000_000;

/** The disk is full while a transaction writes: this process can write to no file until its next callback. */
export const fullDisks: HandlerFaults<SqliteWork> = {
  "disk full at commit": ({ append }) => {
    append();
    fillDisk();
    return true;
  },
  "disk full before the effect": ({ append }) => {
    fillDisk();
    append();
    return true;
  },
  "disk full at a large statement": ({ tx, append }) => {
    append();
    fillDisk();
    tx.prepare("INSERT INTO notes VALUES (zeroblob(?))").run(largeBytes);
    return true;
  },
};

/** Node ignores the signal that Linux sends with the error. */
function fillDisk() {
  limitFileSize("1");
  // What follows a claim runs in one go, so this is after the commit.
  setImmediate(() => limitFileSize("unlimited"));
}

function limitFileSize(bytes: string) {
  execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${bytes}:`]);
}
