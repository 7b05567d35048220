// A file, and so a process, of its own: bodies are kept for a whole process once anybody has asked for it.
import { Controller, Post, UseGuards } from "@nestjs/common";
import { NumipayModule, NumipayWebhookGuard } from "@numipay/nestjs";
import { expect, test } from "vitest";
import { quiet, serveApp } from "./serve-app.js";

@Controller("own")
class OwnController {
  @Post()
  @UseGuards(NumipayWebhookGuard)
  take(): string {
    return "taken";
  }
}

test("on Fastify the guard finds the bytes that the platform's parser has read", async () => {
  const { deliver } = await serveApp("Fastify", {
    imports: [NumipayModule.forRoot({ ...quiet, strict: true })],
    controllers: [OwnController],
  });
  expect(await deliver("/own")).toBe(201);
});
