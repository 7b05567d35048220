import { expect, it } from "vitest";
import { checkInternalTypes, internalTypes } from "../../src/api/internal-types.js";

it("accepts exactly the types of the list", () => {
  expect(() => checkInternalTypes(internalTypes)).not.toThrow();
});

it("names a type that is public but not exported", () => {
  const leak = { name: "Settings", packageName: "@numipay/koa" };
  expect(() => checkInternalTypes([...internalTypes, leak])).toThrow(
    "Settings of @numipay/koa is public, but not exported. Export it, or add it",
  );
});

it("names a type that the list no longer needs", () => {
  const [first, ...others] = internalTypes;
  expect(() => checkInternalTypes(others)).toThrow(
    `No public declaration refers to ${first?.name} of @numipay/core. Remove it`,
  );
});
