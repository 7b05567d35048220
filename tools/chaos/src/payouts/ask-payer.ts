import { setTimeout as pause } from "node:timers/promises";
import type { Fleet } from "../fleet/fleet.js";
import { post } from "../post.js";

/** Returns the JSON response of the next payer that is up, or of the one that is never interrupted. Tries again while payers are interrupted. */
export async function askPayer<Result>(
  fleet: Pick<Fleet, "pick">,
  path: string,
  body = "",
): Promise<Result> {
  let failure = "";
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { url, agent } = await fleet.pick({ safe: true });
    try {
      const { status, text } = await post(new URL(path, url), { body, agent });
      if (status === 200) return JSON.parse(text === "" ? "null" : text) as Result;
      failure = text;
    } catch (error) {
      failure = String(error);
    }
    await pause(100);
  }
  throw new Error(`No payer responds to ${path}: ${failure}`);
}
