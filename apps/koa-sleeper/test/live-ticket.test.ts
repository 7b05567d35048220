import { expect, it, onTestFinished } from "vitest";
import { goToProvider } from "../demo/scenarios.js";
import { openWorld } from "./world.js";

it("updates the ticket after each change", async () => {
  const world = await openWorld();
  const { passenger, booking } = await goToProvider(world, "northbank");
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${world.officeUrl}/tickets/${booking.key}/events`, {
    signal: abort.signal,
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let received = "";
  const receive = async (text: string) => {
    while (!received.includes(text)) received += (await reader?.read())?.value ?? "";
  };
  await receive("Your berth is on hold");
  await passenger.press("Pay");
  await receive("All aboard");
  expect(received).toContain(String.raw`data-state=\"confirmed\"`);
});
