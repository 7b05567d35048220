import type { Context } from "hono";
import type { AppEnv } from "../../api/gateway-context.js";
import { apiFaults, deliveryFaults } from "../../gateway/faults.js";
import type { FormState } from "../forms/fields.js";
import { readForm, type Form } from "../forms/read-form.js";
import type { Portal, PortalPage } from "../portal-page.js";
import { presets } from "./chaos-form.js";
import { chaosView } from "./chaos-view.js";
import { readChaosForm, readReplayForm } from "./read-chaos-form.js";

/** The faults that the sandbox injects. */
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
      return portal
        .page(c)
        .goTo("chaos", "Chaos is on. It applies from the next webhook and API call.");
    });

    routes.post("/off", (c) => {
      chaos.set(undefined);
      return portal
        .page(c)
        .goTo(
          "chaos",
          "Chaos is off. Delayed and duplicate webhooks that are already scheduled are still sent.",
        );
    });

    routes.post("/replay", async (c) => {
      const form = await readForm(c);
      const read = readReplayForm(form);
      if ("problems" in read) {
        // A rejected file is not shown: it may be megabytes, and was not typed.
        const values = { plan: form.get("plan") ?? "" };
        return show(c, portal, { replay: { id: "replay", values, ...read } });
      }
      chaos.set(read.value);
      return portal.page(c).goTo("chaos", "The plan is being replayed.");
    });

    routes.get("/plan.json", (c) => {
      c.header("Content-Disposition", 'attachment; filename="chaos-plan.json"');
      c.header("Content-Type", "application/json; charset=utf-8");
      return c.body(`${JSON.stringify(chaos.plan(), null, 2)}\n`);
    });
  },
};

/** A preset gives every fault the same probability and keeps the seed. */
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
  const page = portal.page(c);
  const content = chaosView({ page, options: chaos.options(), plan: chaos.plan(), ...typed });
  const isRefused = typed.chances !== undefined || typed.replay !== undefined;
  return page.show({
    title: "Chaos",
    watches: ["chaos", "chaos_faults"],
    content,
    ...(isRefused ? { status: 422 } : {}),
  });
}
