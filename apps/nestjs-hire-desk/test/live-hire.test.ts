import { describe, expect, it } from "vitest";
import { cards } from "../dist/demo/http-client.js";
import { startWorld } from "../dist/demo/start-world.js";
import { onAnyDatabase } from "./describe-each-engine.js";
import { openWorld } from "./world.js";

/** Reads the events of a stream, one at a time. Returns undefined at its end. */
function readEvents(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = "";
  return async (): Promise<{ title: string; html: string } | undefined> => {
    while (!buffered.includes("\n\n")) {
      const part = await reader?.read();
      if (part?.value === undefined) return undefined;
      buffered += part.value;
    }
    const end = buffered.indexOf("\n\n");
    const [, data = ""] = /^data: (.*)$/m.exec(buffered.slice(0, end)) ?? [];
    buffered = buffered.slice(end + 2);
    return JSON.parse(data) as { title: string; html: string };
  };
}

describe("the events of a hire", () => {
  it("send its state, and each change", async () => {
    const world = await openWorld();
    const { body } = await world.customer.post("/api/hires", {
      tool: "drill",
      ...cards.challenged,
    });
    const response = await fetch(`${world.deskUrl}/hires/${body.id}/events`);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const next = readEvents(response);
    expect((await next())?.html).toContain('data-state="challenge"');
    await world.customer.submit(body.challengeUrl ?? "", {
      action: "confirm",
      password: "password",
    });
    await world.flush();
    expect((await next())?.title).toContain("Deposit paid");
    await response.body?.cancel().catch(() => undefined);
  });

  it("end when the desk closes", async () => {
    const world = await startWorld({ database: await onAnyDatabase.newDatabase() });
    const { body } = await world.customer.post("/api/hires", {
      tool: "drill",
      ...cards.challenged,
    });
    const next = readEvents(await fetch(`${world.deskUrl}/hires/${body.id}/events`));
    await next();
    await world.close();
    expect(await next()).toBeUndefined();
  });
});
