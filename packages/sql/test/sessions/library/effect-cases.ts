import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { leaseOf, newChange } from "../../changes.js";
import { createApply } from "../../fixture.js";
import { randomName } from "../../server.js";
import { type LibraryFixture, nothing } from "./library-fixture.js";

/** Effects and records are committed together, or not at all. */
export function describeEffects<Tx>(fixture: LibraryFixture<Tx>): void {
  const { underTest, database, write, kept, open } = fixture;

  describe("with effects and records", () => {
    it("commits both", async () => {
      const { apply } = fixture.shared;
      const id = randomUUID();
      const handler = (tx: Tx) => write(tx, "a");
      expect(await apply(handler, { id })).toMatchObject({ outcome: "processed" });
      expect(await apply(handler, { id })).toMatchObject({ outcome: "duplicate" });
      expect(await kept()).toEqual({ effects: ["a"], records: 1 });
    });

    it("keeps neither if a handler throws", async () => {
      const { outcome } = await fixture.shared.apply([
        (tx) => write(tx, "a"),
        () => {
          throw new Error("The handler failed.");
        },
      ]);
      expect(outcome).toBe("handler-failed");
      expect(await kept()).toEqual(nothing);
    });

    it("keeps neither if the connection ends", async () => {
      const { apply, name } = await open();
      const { outcome, reason } = await apply(async (tx) => {
        await write(tx, "a");
        await fixture.server.terminate(name);
        await write(tx, "b").catch(() => undefined);
        await write(tx, "c");
      });
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/connection to the database ended/),
      });
      expect(await kept()).toEqual(nothing);
      expect(await apply((tx) => write(tx, "a"))).toMatchObject({ outcome: "processed" });
    });

    it("keeps neither if the process is killed", { timeout: 60_000 }, async () => {
      const { server, namespace, shared } = fixture;
      const change = newChange();
      const input = {
        entry: `${underTest.entry} on ${database.name}`,
        settings: await server.toSettings(randomName(), namespace),
        options: server.toOptions(namespace),
        text: `INSERT INTO ${namespace}.effects (name) VALUES ('held')`,
        change,
      };
      const program = new URL("../../programs/dist/library-process.js", import.meta.url);
      const child = spawn(process.execPath, [fileURLToPath(program), JSON.stringify(input)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      const [output] = (await once(child.stdout, "data")) as [Buffer];
      expect(String(output)).toBe("held");
      expect((await shared.inbox.claim(change)).state).toBe("in-progress");
      child.kill("SIGKILL");
      await once(child, "exit");
      await expect.poll(() => shared.inbox.peek(change), { timeout: 20_000 }).toBe("new");
      expect(await kept()).toEqual(nothing);
    });

    it("runs several handlers in one transaction", async () => {
      const { outcome } = await fixture.shared.apply([
        (tx) => write(tx, "a"),
        (tx) => write(tx, "b"),
        async (tx) => {
          await underTest.nest(tx, (inner) => write(inner, "c"));
        },
      ]);
      expect(outcome).toBe("processed");
      expect(await kept()).toEqual({ effects: ["a", "b", "c"], records: 1 });
    });

    it("stores any content unchanged", async () => {
      const { server, namespace } = fixture;
      const { inbox } = await open({ keepContent: true });
      const content = String.raw`{"a":"?? \\? $1 'x' \u0000 -- ; COMMIT é 💶 \\"}`;
      const change = newChange({ content });
      expect(await inbox.complete(change, await leaseOf(inbox, change))).toBe(true);
      const rows = await server.read(`SELECT content FROM ${namespace}.numipay_changes`);
      expect(rows).toEqual([{ content }]);
    });

    it("applies once in two processes at once", async () => {
      const both = [await open(), await open()];
      const events = new Map();
      const appliers = both.map(({ inbox }) => createApply<Tx>(inbox, events).apply);
      const ids = Array.from({ length: 10 }, () => randomUUID());
      for (const id of ids) {
        const applied = await Promise.all(
          [...appliers, ...appliers].map((apply) => apply((tx) => write(tx, id), { id })),
        );
        const outcomes = applied.map(({ outcome }) => outcome);
        expect(outcomes.filter((outcome) => outcome === "processed")).toHaveLength(1);
      }
      expect(await kept()).toEqual({ effects: ids, records: ids.length });
    });
  });
}
