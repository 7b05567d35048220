import { describe, expect, it } from "vitest";
import { createMoves } from "../../../src/portal/clock/moves.js";

const never = (): Promise<void> => new Promise(() => undefined);

describe("clock moves", () => {
  it("waits for a move to finish", async () => {
    const moves = createMoves(never);
    expect(await moves.start("Advance 5 min", async () => undefined)).toBe("done");
    expect(moves.running()).toEqual([]);
  });

  it("reports a long move as running", async () => {
    const moves = createMoves(async () => undefined);
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    expect(await moves.start("Run until idle", () => arrived)).toBe("running");
    expect(moves.running()).toEqual([{ what: "Run until idle" }]);
    arrive();
    await new Promise(setImmediate);
    expect(moves.running()).toEqual([]);
    expect(moves.failed()).toBeUndefined();
  });

  it("keeps a failure until the next move", async () => {
    const moves = createMoves(never);
    const failing = async (): Promise<void> => {
      throw new Error("still not idle");
    };
    expect(await moves.start("Run until idle", failing)).toBe("failed");
    expect(moves.failed()).toEqual({ what: "Run until idle", failure: "still not idle" });
    await moves.start("Advance 1 h", async () => undefined);
    expect(moves.failed()).toBeUndefined();
  });
});
