import { describe, expect, it } from "vitest";
import { createVisitor } from "../visitor.js";

/** All settings forms, with fields that would change something. */
const forms = {
  "accounts/save": { merchant_name: "Stolen", webhook_url: "http://evil.test" },
  "accounts/create": { merchant_name: "Stolen", webhook_url: "" },
  "accounts/test-delivery": {},
  "credentials/keys": { label: "stolen", mode: "live" },
  "credentials/rotate": {},
  "providers/switch": { provider_id: "cardo", enabled: "no" },
  "provider-rules/create": { provider_id: "cardo", currencies: "CHF", enabled: "yes" },
  "clock/advance": { step: "1 h" },
  "clock/next": {},
  "clock/idle": {},
  "clock/real-time": { on: "yes" },
  "chaos/apply": { drop: "100" },
  "chaos/replay": { plan: "{}" },
  "chaos/off": {},
} as const;

const senders = {
  "another site": { origin: "http://evil.test", "sec-fetch-site": "cross-site" },
  "a page without an origin": { origin: "null" },
  "another port of this machine": {
    origin: "http://localhost:3000",
    "sec-fetch-site": "same-site",
  },
  "a browser without Origin": { "sec-fetch-site": "cross-site" },
  "a program without headers": {},
} as const;

describe("cross-site protection", () => {
  it.each(Object.entries(senders))("rejects settings forms from %s", async (_, headers) => {
    const { sandbox, read } = await createVisitor();
    const pages = ["accounts", "credentials", "providers", "provider-rules", "clock", "chaos"];
    const before = await Promise.all(pages.map((path) => read(path)));
    for (const [path, fields] of Object.entries(forms)) {
      const response = await sandbox.fetch(`/portal/${path}`, {
        method: "POST",
        redirect: "manual",
        headers,
        body: new URLSearchParams(fields),
      });
      expect([path, response.status]).toEqual([path, 403]);
    }
    expect(await Promise.all(pages.map((path) => read(path)))).toEqual(before);
  });

  it("rejects a form sent as a link", async () => {
    const { sandbox } = await createVisitor();
    for (const path of Object.keys(forms)) {
      const response = await sandbox.fetch(`/portal/${path}?step=1h&on=yes&drop=100`);
      // "create" is read as the id of a rule.
      const status = path === "provider-rules/create" ? 404 : 405;
      expect([path, response.status]).toEqual([path, status]);
    }
  });
});
