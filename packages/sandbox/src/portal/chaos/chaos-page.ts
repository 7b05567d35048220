import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import { apiFaults, deliveryFaults } from "../../gateway/faults.js";
import type { FormState } from "../forms/fields.js";
import { readForm, type Form } from "../forms/read-form.js";
import type { Portal, PortalPage } from "../portal-page.js";
import { presets } from "./chaos-form.js";
import { chaosView } from "./chaos-view.js";
import { readChaosForm, readReplayForm } from "./read-chaos-form.js";

/** The faults that the sandbox plays. */
export const chaosPage: PortalPage = {
  path: "chaos",
  title: "Chaos",
  icon: "chaos",
  group: "Sandbox",
  add(routes, portal) {
    const { chaos } = portal;

    routes.get("/", (c) => show(c, portal));

    routes.post("/apply", async (c) => {
      const form = await readForm(c);
      const read = readChaosForm(withPreset(form));
      if ("problems" in read) {
        const chances = { id: "chaos", values: Object.fromEntries(form), ...read };
        return show(c, portal, { chances });
      }
      chaos.set(read.value);
      return portal.turn(c).goTo("chaos", "Chaos is on, from the next webhook and the next call.");
    });

    routes.post("/off", (c) => {
      chaos.set(undefined);
      return portal
        .turn(c)
        .goTo("chaos", "Chaos is off. What is on its way already, delayed or copied, still comes.");
    });

    routes.post("/replay", async (c) => {
      const form = await readForm(c);
      const read = readReplayForm(form);
      if ("problems" in read) {
        // The text of a file that was refused is not shown: it may be megabytes, and was never typed.
        const values = { plan: form.get("plan") ?? "" };
        return show(c, portal, { replay: { id: "replay", values, ...read } });
      }
      chaos.set(read.value);
      return portal.turn(c).goTo("chaos", "The plan is played again.");
    });

    routes.get("/plan.json", (c) => {
      c.header("Content-Disposition", 'attachment; filename="chaos-plan.json"');
      c.header("Content-Type", "application/json; charset=utf-8");
      return c.body(`${JSON.stringify(chaos.plan(), null, 2)}\n`);
    });
  },
};

/** A preset gives every fault the same chance; the seed stays. */
function withPreset(form: Form): Form {
  const preset = presets.find(({ value }) => value === form.get("preset"));
  if (preset === undefined) return form;
  return new Map([
    ["seed", form.get("seed") ?? ""],
    ...[...deliveryFaults, ...apiFaults].map((kind) => [kind, String(preset.percent)] as const),
  ]);
}

function show(
  c: Context<AppEnv>,
  portal: Portal,
  typed: { chances?: FormState; replay?: FormState } = {},
): Response | Promise<Response> {
  const { chaos } = portal;
  const turn = portal.turn(c);
  const content = chaosView({ turn, options: chaos.options(), plan: chaos.plan(), ...typed });
  const isRefused = typed.chances !== undefined || typed.replay !== undefined;
  return turn.show({
    title: "Chaos",
    watches: ["chaos", "chaos_faults"],
    content,
    ...(isRefused ? { status: 422 } : {}),
  });
}
