import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createMerchant, type Merchant } from "../merchant.js";
import { textOf } from "../portal/visitor.js";
import { temporaryFile } from "../temporary-file.js";
import { doneSteps, readWelcome, stepText, submit } from "./read-steps.js";

/** Responds to each delivery by whether its signature is right. */
function respondBySignature(merchant: Merchant, statuses: { genuine: number; forged: number }) {
  merchant.respondWith(() => {
    const { body, signature } = merchant.received.at(-1) ?? { body: "", signature: null };
    const hash = createHash("sha1").update(body + merchant.sandbox.signaturePassword);
    const isGenuine = hash.digest("hex").toUpperCase() === signature;
    return new Response(null, { status: isGenuine ? statuses.genuine : statuses.forged });
  });
}

async function check(statuses: { genuine: number; forged: number }) {
  const merchant = await createMerchant();
  respondBySignature(merchant, statuses);
  await submit(merchant.sandbox, "signature-check");
  await merchant.sandbox.flush();
  const { sandbox } = merchant;
  const result = {
    isDone: (await doneSteps(sandbox)).includes("signature"),
    text: await stepText(sandbox, "signature"),
  };
  await sandbox.close();
  return result;
}

describe("the signature check", () => {
  it("sends a genuine and a forged delivery of one declined deposit", async () => {
    const merchant = await createMerchant();
    const { sandbox, received } = merchant;
    const sent = await submit(sandbox, "signature-check");
    expect([sent.status, sent.headers.get("location")]).toEqual([303, "/#signature"]);
    await sandbox.flush();
    expect(sandbox.transactions()).toMatchObject([{ status: "rejected", mode: "test" }]);
    // The documented webhooks of the deposit, and the forgery of the last one.
    expect(merchant.statuses()).toEqual(["pending", "rejected", "rejected"]);
    const [, genuine, forged] = received;
    expect(forged?.body).toBe(genuine?.body);
    expect(forged?.signature).toMatch(/^[0-9A-F]{40}$/);
    expect(forged?.signature).not.toBe(genuine?.signature);
    await sandbox.close();
  });

  it("records the forgery without a change of the delivery", async () => {
    const merchant = await createMerchant();
    const { sandbox } = merchant;
    respondBySignature(merchant, { genuine: 500, forged: 200 });
    await submit(sandbox, "signature-check");
    await sandbox.flush();
    const [, genuine, forged] = sandbox.deliveries();
    expect(genuine).toMatchObject({ cause: "scheduled", attempt: 1, state: "retrying" });
    expect(forged).toMatchObject({
      cause: "check",
      fault: "wrongPassword",
      attempt: 2,
      deliveryId: genuine?.deliveryId,
      state: "retrying",
      responseStatus: 200,
    });
    const page = await sandbox.fetch(`/portal/deliveries/${forged?.deliveryId ?? ""}`);
    expect(await page.text()).toContain("signature check: forged");
    // The last response is that of the genuine delivery, and explained in its own step.
    const list = textOf(await (await sandbox.fetch("/portal/deliveries")).text());
    expect(list).toContain("HTTP 500");
    expect(list).not.toContain("HTTP 200");
    expect(await stepText(sandbox, "webhook")).not.toContain("Last webhook");
    // Its retries are those of the genuine delivery: 14 more.
    await sandbox.runUntilIdle();
    expect(sandbox.deliveries().filter(({ cause }) => cause === "check")).toHaveLength(1);
    expect(
      sandbox.deliveries().filter(({ deliveryId }) => deliveryId === forged?.deliveryId),
    ).toHaveLength(16);
    await sandbox.close();
  });

  it.each([401, 400, 403, 404])("is proven by 200 and %d", async (forged) => {
    const { isDone, text } = await check({ genuine: 200, forged });
    expect(text).toContain("Genuine delivery: accepted (HTTP 200)");
    expect(text).toContain(`Forged delivery: rejected (HTTP ${forged})`);
    expect(text).toContain("Your server verifies signatures.");
    expect(isDone).toBe(true);
  });

  it.each([
    [{ genuine: 200, forged: 200 }, "Forged delivery: accepted (HTTP 200). Anyone who knows"],
    [{ genuine: 204, forged: 202 }, "Forged delivery: accepted (HTTP 202). Anyone who knows"],
    [{ genuine: 401, forged: 401 }, "Compare NUMIPAY_SIGNATURE_PASSWORD with step 1."],
    [{ genuine: 401, forged: 401 }, "This proves nothing until the genuine delivery is accepted."],
    [{ genuine: 404, forged: 404 }, "Your server has no POST route at this address."],
    [{ genuine: 413, forged: 413 }, "Your server accepts only smaller bodies."],
    [{ genuine: 302, forged: 302 }, "The gateway does not follow redirects."],
    [{ genuine: 500, forged: 401 }, "Genuine delivery: failed (HTTP 500). Your handler"],
    [{ genuine: 200, forged: 500 }, "neither accepted nor rejected (HTTP 500)"],
    [{ genuine: 200, forged: 302 }, "neither accepted nor rejected (HTTP 302)"],
  ])("is not proven by %j", async (statuses, words) => {
    const { isDone, text } = await check(statuses);
    expect(text).toContain(words);
    expect(text).not.toContain("Your server verifies signatures.");
    expect(isDone).toBe(false);
  });

  it.each([
    ["connect ECONNREFUSED 127.0.0.1:3000", "Nothing listens at this address."],
    ["getaddrinfo ENOTFOUND shop.test", "The host name is unknown."],
    ["No response within 10000 ms", "Your server took too long."],
    ["self-signed certificate", "The certificate is not trusted."],
    ["socket hang up", "Start your server, and compare the address."],
  ])("explains no response: %s", async (reason, words) => {
    const merchant = await createMerchant();
    merchant.respondWith(() => {
      throw new Error(reason);
    });
    await submit(merchant.sandbox, "signature-check");
    await merchant.sandbox.flush();
    const text = await stepText(merchant.sandbox, "signature");
    expect(text).toContain(`Genuine delivery: no response: ${reason}. ${words}`);
    expect(await doneSteps(merchant.sandbox)).not.toContain("signature");
    await merchant.sandbox.close();
  });

  it("waits for the responses", async () => {
    const merchant = await createMerchant();
    await submit(merchant.sandbox, "signature-check");
    const text = await stepText(merchant.sandbox, "signature");
    expect(text).toContain("Genuine delivery: waiting for the response");
    expect(text).toContain("Forged delivery: waiting for the response");
    expect(await doneSteps(merchant.sandbox)).not.toContain("signature");
    await merchant.sandbox.close();
  });

  it("is proven by a retry", async () => {
    const merchant = await createMerchant();
    const { sandbox } = merchant;
    respondBySignature(merchant, { genuine: 500, forged: 401 });
    await submit(sandbox, "signature-check");
    await sandbox.flush();
    respondBySignature(merchant, { genuine: 200, forged: 401 });
    await sandbox.advance("5m");
    expect(await doneSteps(sandbox)).toContain("signature");
    await sandbox.close();
  });

  it("counts only the last one", async () => {
    const merchant = await createMerchant();
    const { sandbox } = merchant;
    respondBySignature(merchant, { genuine: 200, forged: 401 });
    await submit(sandbox, "signature-check");
    await sandbox.flush();
    expect(await doneSteps(sandbox)).toContain("signature");
    respondBySignature(merchant, { genuine: 200, forged: 200 });
    await submit(sandbox, "signature-check");
    await sandbox.flush();
    expect(await doneSteps(sandbox)).not.toContain("signature");
    await sandbox.close();
  });

  it.each(["address", "password"])("is outdated by a new %s", async (what) => {
    const merchant = await createMerchant();
    const { sandbox } = merchant;
    respondBySignature(merchant, { genuine: 200, forged: 401 });
    await submit(sandbox, "signature-check");
    await sandbox.flush();
    if (what === "address") sandbox.setWebhookUrl("http://shop.test/other");
    else sandbox.account().rotateSignaturePassword();
    expect(await doneSteps(sandbox)).not.toContain("signature");
    expect(await stepText(sandbox, "signature")).toContain("Outdated:");
    await sandbox.close();
  });

  it("says when chaos dropped or changed the delivery", async () => {
    const merchant = await createMerchant({ chaos: { deliveries: { drop: 1 } } });
    const { sandbox } = merchant;
    await submit(sandbox, "signature-check");
    await sandbox.flush();
    expect(await stepText(sandbox, "signature")).toContain("not sent: dropped by chaos");
    sandbox.setChaos({ deliveries: { reserialize: 1 } });
    merchant.respondWith(() => new Response(null, { status: 401 }));
    await submit(sandbox, "signature-check");
    await sandbox.flush();
    expect(await stepText(sandbox, "signature")).toContain(
      "Chaos changed this delivery (reserialize). Turn chaos off, and send both again.",
    );
    await sandbox.close();
  });

  it("needs a webhook address", async () => {
    const { sandbox } = await createMerchant();
    sandbox.setWebhookUrl(undefined);
    expect(await stepText(sandbox, "signature")).toContain("Set your webhook address first.");
    expect(await readWelcome(sandbox)).toMatch(/<button[^>]*\bdisabled\b[^>]*>\s*Send both/);
    const sent = await submit(sandbox, "signature-check");
    expect(sent.status).toBe(303);
    expect(sandbox.transactions()).toEqual([]);
    await sandbox.close();
  });

  it("is kept in the file", async () => {
    const file = await temporaryFile();
    const first = await createMerchant({ file });
    respondBySignature(first, { genuine: 200, forged: 401 });
    await submit(first.sandbox, "signature-check");
    await first.sandbox.flush();
    await first.sandbox.close();
    const second = await createMerchant({ file });
    expect(await doneSteps(second.sandbox)).toContain("signature");
    await second.sandbox.close();
  });

  it.each([{ origin: "http://evil.test" }, { "sec-fetch-site": "cross-site" }, {}])(
    "rejects other sites: %j",
    async (headers) => {
      const { sandbox } = await createMerchant();
      for (const path of ["signature-check", "webhook-url", "doctor-run"]) {
        const response = await sandbox.fetch(`/portal/welcome/${path}`, {
          method: "POST",
          headers: headers as Record<string, string>,
          body: new URLSearchParams({ webhook_url: "http://evil.test" }),
        });
        expect([path, response.status]).toEqual([path, 403]);
      }
      expect(sandbox.transactions()).toEqual([]);
      expect(sandbox.account().webhookUrl).toBe("http://shop.test/webhooks/numipay");
      await sandbox.close();
    },
  );
});

describe("the address of a form", () => {
  it("leads to the welcome page", async () => {
    const { sandbox } = await createMerchant();
    for (const path of ["signature-check", "webhook-url", "doctor-run"]) {
      const response = await sandbox.fetch(`/portal/welcome/${path}`, { redirect: "manual" });
      expect([response.status, response.headers.get("location")]).toEqual([302, "/"]);
    }
    await sandbox.close();
  });
});
