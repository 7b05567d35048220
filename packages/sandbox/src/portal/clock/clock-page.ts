import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import type { FormState } from "../forms/fields.js";
import { readForm } from "../forms/read-form.js";
import { toDurationText } from "../parts/instant.js";
import type { Portal, PortalPage } from "../portal-page.js";
import { clockView } from "./clock-view.js";
import { describeWork } from "./describe-work.js";
import { createMoves, type Moves } from "./moves.js";
import { readStep } from "./read-step.js";

/** How long a browser waits for a move before the page shows it as running. Real milliseconds. */
const maxWaitMs = 2000;
const maxListed = 15;
const maxCounted = 1000;

/** The virtual clock. */
export const clockPage: PortalPage = {
  path: "clock",
  title: "Clock",
  icon: "clock",
  group: "Sandbox",
  add(routes, portal) {
    const moves = createMoves(() => wait(maxWaitMs, undefined, { ref: false }));
    const { controls, realTime, store } = portal;

    const move = async (
      c: Context<AppEnv>,
      what: string,
      job: () => Promise<void>,
    ): Promise<Response> => {
      const outcome = await moves.start(what, job);
      // The page shows a failure until the next move.
      return portal.page(c).goTo("clock", outcome === "done" ? `${what}: done.` : undefined);
    };

    routes.get("/", (c) => show(c, portal, moves));

    routes.post("/advance", async (c) => {
      const form = await readForm(c);
      const read = readStep(form, portal.now());
      if ("problems" in read) {
        return show(c, portal, moves, { id: "step", values: Object.fromEntries(form), ...read });
      }
      const { ms } = read.value;
      return move(c, `Advance ${toDurationText(ms)}`, () => controls.advance(ms));
    });

    routes.post("/next", (c) => {
      const next = store.work.next();
      if (next === undefined) return portal.page(c).goTo("clock", "Nothing is due.");
      const ms = Math.max(next.dueAt - portal.now(), 0);
      return move(c, `Advance ${toDurationText(ms)}`, () => controls.advance(ms));
    });

    routes.post("/idle", (c) => move(c, "Run until idle", () => controls.runUntilIdle()));

    routes.post("/real-time", async (c) => {
      const wanted = (await readForm(c)).get("on");
      const page = portal.page(c);
      if (wanted === "yes") {
        if (!realTime.isOn()) realTime.start();
        return page.goTo("clock", "The clock follows real time.");
      }
      if (wanted !== "no") return page.goTo("clock", "Nothing changed. Use one of the buttons.");
      realTime.stopAll();
      return page.goTo("clock", "The clock is paused.");
    });
  },
};

function show(
  c: Context<AppEnv>,
  portal: Portal,
  moves: Moves,
  step?: FormState,
): Response | Promise<Response> {
  const { store, realTime, retries } = portal;
  const due = store.work.upcoming(maxListed).map((work) => ({
    ...describeWork(work, store),
    dueAt: work.dueAt,
    sequence: work.sequence,
  }));
  const content = clockView({
    page: portal.page(c),
    due,
    more: store.work.count(maxCounted + due.length) - due.length,
    isRealTime: realTime.isOn(),
    running: moves.running(),
    failed: moves.failed(),
    retries,
    ...(step === undefined ? {} : { step }),
  });
  return portal.page(c).show({
    title: "Clock",
    watches: ["clock", "work"],
    content,
    ...(step === undefined ? {} : { status: 422 }),
  });
}
