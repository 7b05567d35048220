import { Controller, HttpCode, Post, UseGuards } from "@nestjs/common";
import type { NumipayEvent, OutcomeReport } from "@numipay/core";
import { NumipayModule, NumipayWebhookGuard, WebhookEvent } from "@numipay/nestjs";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { otherPassword, platforms, quiet, serveApp, signaturePassword } from "./serve-app.js";

let taken: NumipayEvent[] = [];
beforeEach(() => {
  taken = [];
});

@Controller("own")
class OwnController {
  @Post("main")
  @HttpCode(200)
  @UseGuards(NumipayWebhookGuard)
  takeMain(@WebhookEvent() event: NumipayEvent): void {
    taken.push(event);
  }

  @Post("eu")
  @HttpCode(200)
  @UseGuards(NumipayWebhookGuard.for("eu"))
  takeEu(@WebhookEvent() event: NumipayEvent): void {
    taken.push(event);
  }

  @Post("unguarded")
  takeUnguarded(@WebhookEvent() event: NumipayEvent): void {
    taken.push(event);
  }
}

describe.each(platforms)("on %s", (platform) => {
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

  test("verified deliveries reach the controller, which gets the verified payload", async () => {
    const { deliver } = await serveApp(platform, root);
    const transaction = exampleTransaction();
    expect(await deliver("/own/main", transaction)).toBe(200);
    expect(await deliver("/own/eu", transaction, otherPassword)).toBe(200);
    expect(taken).toEqual([transaction, transaction]);
  });

  test("it verifies the bytes that were sent, in strict mode too", async () => {
    const { deliver } = await serveApp(platform, {
      ...root,
      imports: [
        NumipayModule.forRoot({ ...quiet, strict: true }),
        NumipayModule.forRoot({ ...quiet, name: "eu", path: "/eu" }),
      ],
    });
    expect(await deliver("/own/main")).toBe(200);
  });

  test("a delivery of another account, or of nobody, is an HttpException 401 and told to onOutcome", async () => {
    outcomes.length = 0;
    const { url, deliver } = await serveApp(platform, root);
    expect(await deliver("/own/main", exampleTransaction(), otherPassword)).toBe(401);
    expect(await deliver("/own/eu")).toBe(401);
    const bare = await fetch(`${url}/own/main`, { method: "POST" });
    expect([bare.status, await bare.json()]).toEqual([401, { outcome: "bad-signature" }]);
    expect(taken).toEqual([]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["bad-signature", "bad-signature"]);
  });

  test("rightly signed, but no transaction: 400", async () => {
    const { url } = await serveApp(platform, root);
    const delivery = signDelivery({ hello: "there" }, { signaturePassword });
    expect((await fetch(`${url}/own/main`, delivery)).status).toBe(400);
  });

  test("it remembers nothing: the same delivery gets in twice", async () => {
    const { deliver } = await serveApp(platform, root);
    const transaction = exampleTransaction();
    await deliver("/own/main", transaction);
    await deliver("/own/main", transaction);
    expect(taken).toHaveLength(2);
  });

  test("@WebhookEvent() without the guard gives nothing unverified", async () => {
    const { deliver } = await serveApp(platform, root);
    expect(await deliver("/own/unguarded")).toBe(500);
    expect(taken).toEqual([]);
  });
});
