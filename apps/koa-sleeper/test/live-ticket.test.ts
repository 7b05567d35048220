// @ts-check
import { expect, test } from "vitest";
import { toProvider } from "../demo/scenes.js";
import { openWorld } from "./world.js";

test("a ticket's page is told of each change, and nobody is told once it is closed", async () => {
  const world = await openWorld();
  const { passenger, booking } = await toProvider(world, "northbank");
  const abort = new AbortController();
  const answer = await fetch(`${world.officeUrl}/tickets/${booking.key}/events`, {
    signal: abort.signal,
  });
  expect(answer.headers.get("content-type")).toContain("text/event-stream");
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  const hear = async (words) => {
    while (!heard.includes(words)) heard += (await reader?.read())?.value ?? "";
  };
  await hear("Your berth is held");
  await passenger.press("Pay");
  await hear("All aboard");
  expect(heard).toContain(String.raw`data-state=\"confirmed\"`);
  abort.abort();
});
