import { beforeEach, expect, it } from "vitest";
import { confirmPayout, openCheckout } from "../../merchant.js";
import { createVisitor, type Visitor } from "../visitor.js";

let visitor: Visitor;
beforeEach(async () => {
  visitor = await createVisitor();
});

const row = () => visitor.sandbox.transactions()[0];

it("approves a payout that waits, in the merchant's name", async () => {
  const id = await confirmPayout(visitor);
  expect(await visitor.read(`transactions/${id}`)).toContain(">Approve</button>");
  const page = await visitor.obey(`transactions/${id}/decision`, { decision: "approve" });
  expect(page).toContain("Approved. The money is on its way.");
  await visitor.sandbox.flush();
  expect(row()?.status).toBe("successful");
  expect(visitor.told()).toEqual(["pending", "successful"]);
});

it("rejects one, and says so to the merchant's webhook", async () => {
  const id = await confirmPayout(visitor);
  await visitor.obey(`transactions/${id}/decision`, { decision: "reject" });
  await visitor.sandbox.flush();
  expect([row()?.status, row()?.rejected_reason]).toEqual(["rejected", "Rejected by the merchant"]);
  expect(visitor.told()).toEqual(["pending", "rejected"]);
});

it("decides once, whoever presses twice", async () => {
  const id = await confirmPayout(visitor);
  await visitor.obey(`transactions/${id}/decision`, { decision: "reject" });
  const page = await visitor.obey(`transactions/${id}/decision`, { decision: "approve" });
  expect(page).toContain("Nothing changed");
  expect(page).not.toContain(">Approve</button>");
  expect(row()?.status).toBe("rejected");
});

it.each([{}, { decision: "maybe" }])("decides nothing by %j", async (fields) => {
  const id = await confirmPayout(visitor);
  const page = await visitor.obey(`transactions/${id}/decision`, fields as Record<string, string>);
  expect(page).toContain("Nothing was decided");
  expect(row()?.stage).toBe("review");
});

it("does not approve a deposit", async () => {
  await openCheckout(visitor);
  const id = row()?.transaction_id ?? "";
  const page = await visitor.obey(`transactions/${id}/decision`, { decision: "approve" });
  expect(page).toContain("Nothing changed");
  expect(row()?.stage).toBe("open");
});

it("says its notice once", async () => {
  const id = await confirmPayout(visitor);
  const sent = await visitor.send(`transactions/${id}/decision`, { decision: "approve" });
  const cookie = sent.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  const answer = await visitor.sandbox.fetch(`/portal/transactions/${id}`, {
    headers: { cookie: cookie.split(";")[0] ?? "" },
  });
  expect(answer.headers.get("set-cookie")).toMatch(/Max-Age=0/);
  expect(await visitor.read(`transactions/${id}`)).not.toContain("Approved. The money");
});
