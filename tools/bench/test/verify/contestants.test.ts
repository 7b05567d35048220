import { ordinaryBytes, sampleBody, tamper } from "measure";
import { describe, expect, it } from "vitest";
import { checkContestant, rejects } from "../../src/verify/check-contestant.js";
import { type Contestant, contestants, type Payload } from "../../src/verify/contestants.js";

const body = sampleBody(ordinaryBytes);

describe.each(contestants)("$name", (contestant) => {
  it.each([ordinaryBytes, 10_240])("passes its check at %i bytes", async (bytes) => {
    await expect(checkContestant(contestant, sampleBody(bytes))).resolves.toBeUndefined();
  });

  it("returns the payload of a valid delivery", async () => {
    const verify = await contestant.sign(body);
    expect(await verify(body)).toEqual(JSON.parse(body.toString()));
  });

  it("rejects a tampered amount", async () => {
    const verify = await contestant.sign(body);
    expect(await rejects(verify, tamper(body))).toBe(true);
  });

  it("rejects the signature of another body", async () => {
    const verify = await contestant.sign(tamper(body));
    expect(await rejects(verify, body)).toBe(true);
  });
});

describe("checkContestant", () => {
  const base = { name: "contestant", scheme: "none" };

  it("rejects a contestant that verifies nothing", async () => {
    const careless: Contestant = {
      ...base,
      sign: () => (bytes) => JSON.parse(bytes.toString()) as Payload,
    };
    await expect(checkContestant(careless, body)).rejects.toThrow("accepts a tampered delivery");
  });

  it("rejects a contestant that returns another payload", async () => {
    const forgetful: Contestant = { ...base, sign: () => () => ({ amount: "" }) };
    await expect(checkContestant(forgetful, body)).rejects.toThrow("another payload");
  });
});
