import { Controller, HttpCode, Post, UseGuards } from "@nestjs/common";
import type { NumipayEvent, OutcomeReport } from "@numipay/core";
import { NumipayModule, NumipayWebhookGuard, WebhookEvent } from "@numipay/nestjs";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { otherPassword, platforms, quiet, serveApp, signaturePassword } from "./serve-app.js";

let received: NumipayEvent[] = [];
beforeEach(() => {
  received = [];
});

@Controller("own")
class OwnController {
  @Post("main")
  @HttpCode(200)
  @UseGuards(NumipayWebhookGuard)
  receiveMain(@WebhookEvent() event: NumipayEvent): void {
    received.push(event);
  }

  @Post("eu")
  @HttpCode(200)
  @UseGuards(NumipayWebhookGuard.for("eu"))
  receiveEu(@WebhookEvent() event: NumipayEvent): void {
    received.push(event);
  }

  @Post("unguarded")
  receiveUnguarded(@WebhookEvent() event: NumipayEvent): void {
    received.push(event);
  }
}

describe.each(platforms)("NumipayWebhookGuard on %s", (platform) => {
  const outcomes: OutcomeReport[] = [];
  const onOutcome = (report: OutcomeReport): void => void outcomes.push(report);
  const root = {
    imports: [
      NumipayModule.forRoot({ ...quiet, onOutcome, path: false }),
      NumipayModule.forRoot({
        ...quiet,
        name: "eu",
        path: false,
        signaturePassword: otherPassword,
      }),
    ],
    controllers: [OwnController],
  };

  it("passes verified events to the controller", async () => {
    const { deliver } = await serveApp(platform, root);
    const transaction = exampleTransaction();
    expect(await deliver("/own/main", transaction)).toBe(200);
    expect(await deliver("/own/eu", transaction, otherPassword)).toBe(200);
    expect(received).toEqual([transaction, transaction]);
  });

  it("verifies the sent bytes in strict mode", async () => {
    const { deliver } = await serveApp(platform, {
      ...root,
      imports: [
        NumipayModule.forRoot({ ...quiet, strict: true }),
        NumipayModule.forRoot({ ...quiet, name: "eu", path: "/eu" }),
      ],
    });
    expect(await deliver("/own/main")).toBe(200);
  });

  it("rejects other senders with 401 and calls onOutcome", async () => {
    outcomes.length = 0;
    const { url, deliver } = await serveApp(platform, root);
    expect(await deliver("/own/main", exampleTransaction(), otherPassword)).toBe(401);
    expect(await deliver("/own/eu")).toBe(401);
    const bare = await fetch(`${url}/own/main`, { method: "POST" });
    expect([bare.status, await bare.json()]).toEqual([401, { outcome: "bad-signature" }]);
    expect(received).toEqual([]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["bad-signature", "bad-signature"]);
  });

  it("rejects a signed delivery that is not a transaction", async () => {
    const { url } = await serveApp(platform, root);
    const delivery = signDelivery({ hello: "there" }, { signaturePassword });
    expect((await fetch(`${url}/own/main`, delivery)).status).toBe(400);
  });

  it("admits a repeated delivery again", async () => {
    const { deliver } = await serveApp(platform, root);
    const transaction = exampleTransaction();
    await deliver("/own/main", transaction);
    await deliver("/own/main", transaction);
    expect(received).toHaveLength(2);
  });

  it("is required by @WebhookEvent()", async () => {
    const { deliver } = await serveApp(platform, root);
    expect(await deliver("/own/unguarded")).toBe(500);
    expect(received).toEqual([]);
  });
});
