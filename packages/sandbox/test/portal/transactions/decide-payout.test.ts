import { beforeEach, describe, expect, it } from "vitest";
import { confirmPayout, openCheckout } from "../../merchant.js";
import { createVisitor, type Visitor } from "../visitor.js";

let visitor: Visitor;
beforeEach(async () => {
  visitor = await createVisitor();
});

const row = () => visitor.sandbox.transactions()[0];

describe("a payout decision", () => {
  it("approves a pending payout", async () => {
    const id = await confirmPayout(visitor);
    expect(await visitor.read(`transactions/${id}`)).toContain(">Approve</button>");
    const page = await visitor.post(`transactions/${id}/decision`, { decision: "approve" });
    expect(page).toContain("Approved. The money is on its way.");
    await visitor.sandbox.flush();
    expect(row()?.status).toBe("successful");
    expect(visitor.statuses()).toEqual(["pending", "successful"]);
  });

  it("rejects a pending payout", async () => {
    const id = await confirmPayout(visitor);
    await visitor.post(`transactions/${id}/decision`, { decision: "reject" });
    await visitor.sandbox.flush();
    expect([row()?.status, row()?.rejected_reason]).toEqual([
      "rejected",
      "Rejected by the merchant",
    ]);
    expect(visitor.statuses()).toEqual(["pending", "rejected"]);
  });

  it("decides once for repeated clicks", async () => {
    const id = await confirmPayout(visitor);
    await visitor.post(`transactions/${id}/decision`, { decision: "reject" });
    const page = await visitor.post(`transactions/${id}/decision`, { decision: "approve" });
    expect(page).toContain("Nothing changed");
    expect(page).not.toContain(">Approve</button>");
    expect(row()?.status).toBe("rejected");
  });

  it.each([{}, { decision: "maybe" }])("ignores the decision %j", async (fields) => {
    const id = await confirmPayout(visitor);
    const page = await visitor.post(
      `transactions/${id}/decision`,
      fields as Record<string, string>,
    );
    expect(page).toContain("Nothing changed");
    expect(row()?.stage).toBe("review");
  });

  it("does not approve a deposit", async () => {
    await openCheckout(visitor);
    const id = row()?.transaction_id ?? "";
    const page = await visitor.post(`transactions/${id}/decision`, { decision: "approve" });
    expect(page).toContain("Nothing changed");
    expect(row()?.stage).toBe("open");
  });

  it("shows its notice once", async () => {
    const id = await confirmPayout(visitor);
    const sent = await visitor.send(`transactions/${id}/decision`, { decision: "approve" });
    const cookie = sent.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const response = await visitor.sandbox.fetch(`/portal/transactions/${id}`, {
      headers: { cookie: cookie.split(";")[0] ?? "" },
    });
    expect(response.headers.get("set-cookie")).toMatch(/Max-Age=0/);
    expect(await visitor.read(`transactions/${id}`)).not.toContain("Approved. The money");
  });
});
