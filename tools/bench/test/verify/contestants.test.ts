// @ts-check
import { describe, expect, it } from "vitest";
import { contestants } from "../../src/verify/contestants.js";
import { proveContestant, refuses } from "../../src/verify/prove-contestant.js";
import { largeBytes, ordinaryBytes, sampleBody, tamper } from "../../src/verify/sample-body.js";

const body = sampleBody(ordinaryBytes);

describe.each(contestants)("$name", (contestant) => {
  it.each([ordinaryBytes, largeBytes])("is proved at %i bytes", async (bytes) => {
    await expect(proveContestant(contestant, sampleBody(bytes))).resolves.toBeUndefined();
  });

  it("hands on the payload of a good delivery", async () => {
    const signed = await contestant.sign(body);
    expect(await contestant.accept(body, signed)).toEqual(JSON.parse(body.toString()));
  });

  it("refuses a tampered amount", async () => {
    const signed = await contestant.sign(body);
    expect(await refuses(contestant, tamper(body), signed)).toBe(true);
  });

  it("refuses the signature of another body", async () => {
    const signed = await contestant.sign(tamper(body));
    expect(await refuses(contestant, body, signed)).toBe(true);
  });

  it("is caught if it verifies nothing", async () => {
    const careless = { ...contestant, accept: (bytes) => JSON.parse(bytes.toString()) };
    await expect(proveContestant(careless, body)).rejects.toThrow("accepts a tampered delivery");
  });

  it("is caught if it hands on something else", async () => {
    const forgetful = { ...contestant, accept: () => ({}) };
    await expect(proveContestant(forgetful, body)).rejects.toThrow("another payload");
  });
});

describe("sampleBody", () => {
  it.each([ordinaryBytes, largeBytes])("has exactly %i bytes", (bytes) => {
    expect(sampleBody(bytes)).toHaveLength(bytes);
  });

  it("stays JSON of the same size when tampered with", () => {
    const tampered = tamper(body);
    expect(tampered).toHaveLength(body.length);
    expect(JSON.parse(tampered.toString())).toMatchObject({ amount: "900.00" });
  });
});
