import { describe, expect, it } from "vitest";
import type { SandboxStart } from "../../src/sandbox/describe-start.js";
import { renderStart } from "../../src/sandbox/render-start.js";
import { render } from "../../src/text/render.js";

const start: SandboxStart = {
  url: "http://127.0.0.1:4010",
  portal: "http://127.0.0.1:4010/portal",
  caFile: undefined,
  version: "1.2.3",
  merchantName: "Kaffee",
  apiKey: "sandbox_dev_x",
  liveApiKey: "sandbox_live_x",
  signaturePassword: "sandbox_x",
  webhookUrl: null,
  clock: { isRealTime: true, now: new Date().toISOString(), isResumed: false },
  chaos: null,
  file: null,
};

function linesOf(changed: Partial<SandboxStart>, given = {}): string[] {
  const layout = { width: 80, tableWidth: 80, clean: (text: string) => text };
  const blocks = renderStart({ ...start, ...changed }, given);
  return render(blocks, layout, { hasColors: false }).split("\n");
}

function rowOf(label: string, changed: Partial<SandboxStart>, given = {}): string {
  const lines = linesOf(changed, given);
  const first = lines.findIndex((line) => line.startsWith(label));
  const rest = lines.slice(first + 1);
  const next = rest.findIndex((line) => !line.startsWith(" ".repeat(10)));
  return [lines[first] ?? "", ...rest.slice(0, next)].join("\n");
}

describe("the text of a started sandbox", () => {
  it.each<[string, Partial<SandboxStart>, string]>([
    [
      "Webhooks",
      { webhookUrl: "http://localhost:3000/hook" },
      "Webhooks  http://localhost:3000/hook",
    ],
    [
      "Clock",
      { clock: { isRealTime: false, now: "2026-01-01T09:30:00.000Z", isResumed: false } },
      "Clock     virtual, at 2026-01-01 09:30 UTC: move it in the portal",
    ],
    [
      "Clock",
      { clock: { isRealTime: false, now: "2026-01-01T09:30:00.000Z", isResumed: true } },
      "Clock     virtual, continues at 2026-01-01 09:30 UTC: move it in the portal",
    ],
    ["Data", { file: "sandbox.db" }, "Data      kept in sandbox.db"],
    [
      "CA",
      { caFile: "/tmp/tls/ca.pem" },
      "CA        /tmp/tls/ca.pem (set NODE_EXTRA_CA_CERTS to it)",
    ],
    [
      "Chaos",
      { chaos: { seed: "s", deliveries: { drop: 0.1 }, api: { lagStatus: 1 } } },
      "Chaos     on: drop=0.1, lagStatus=1, seed=s",
    ],
    [
      "Chaos",
      { chaos: { replay: { version: 1, seed: "s", options: {}, faults: [] } } },
      "Chaos     on: replays 0 faults of a plan",
    ],
  ])("shows %s", (label, changed, row) => {
    expect(rowOf(label, changed)).toBe(row);
  });

  it("says that chaos continues from the file", () => {
    const chaos = { seed: "s", deliveries: { drop: 0.1 } };
    const continued = "Chaos     on: drop=0.1, seed=s, continued from the file";
    expect(rowOf("Chaos", { chaos, file: "a.db" })).toBe(continued);
    expect(rowOf("Chaos", { chaos, file: "a.db" }, { chaos: "drop=0.1" })).not.toBe(continued);
  });

  it.each([
    [0, undefined],
    [-30_000, undefined],
    [-60_000, "1 minute behind"],
    [-3_599_000, "59 minutes behind"],
    [-7_200_000, "2 hours behind"],
    [-10 * 86_400_000, "10 days behind"],
    [86_500_000, "1 day ahead of"],
  ])("says that a clock is %i ms from real time", (ms, difference) => {
    const now = new Date(Date.now() + ms).toISOString();
    const clock = { isRealTime: true, now, isResumed: true };
    const time = `${now.slice(0, 10)} ${now.slice(11, 16)} UTC`;
    expect(rowOf("Clock", { clock }).replaceAll(/\n\s+/g, " ")).toBe(
      difference === undefined
        ? "Clock     real time"
        : `Clock     continues at ${time}, ${difference} real time: move it in the portal`,
    );
  });

  it("stays within 80 columns, except for a long address", () => {
    const webhookUrl = `http://localhost:3000/${"long".repeat(25)}`;
    const deliveries = {
      duplicate: 0.1,
      reorder: 0.1,
      delay: 0.1,
      drop: 0.1,
      tamper: 0.1,
      slow: 0.1,
    };
    const long = {
      webhookUrl,
      merchantName: "Kaffee ".repeat(11),
      chaos: { seed: "s", deliveries },
    };
    const lines = linesOf(long);
    expect(lines.filter(({ length }) => length > 80)).toEqual([`Webhooks  ${webhookUrl}`]);
    expect(rowOf("Chaos", long)).toBe(
      "Chaos     on: duplicate=0.1, reorder=0.1, delay=0.1, drop=0.1, tamper=0.1,\n" +
        "          slow=0.1, seed=s",
    );
  });
});
