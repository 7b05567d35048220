// @ts-check
import { expect, test } from "vitest";
import { hosts } from "../src/hosts/web.js";
import { runBattery } from "../src/run-battery.js";

test("a hole that holds after all is a failure", async () => {
  const [host] = hosts;
  if (host === undefined) throw new Error("There is no host.");
  const tally = await runBattery({ ...host, holes: { "a compressed body": "it cannot inflate" } });
  expect(tally.holes).toEqual([]);
  expect(tally.failed.map(({ message }) => message)).toEqual([
    expect.stringContaining("It holds now: take it off the list of holes."),
  ]);
});
