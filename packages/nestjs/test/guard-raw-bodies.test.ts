// A separate file, and so a separate process: raw bodies are captured for the whole process once enabled.
import { Controller, Post, UseGuards } from "@nestjs/common";
import { NumipayModule, NumipayWebhookGuard } from "@numipay/nestjs";
import { describe, expect, it } from "vitest";
import { quiet, serveApp } from "./serve-app.js";

@Controller("own")
class OwnController {
  @Post()
  @UseGuards(NumipayWebhookGuard)
  receive(): string {
    return "received";
  }
}

// Guards against a body that a parser changed: decision 0001.
describe("NumipayWebhookGuard on Fastify", () => {
  it("verifies the bytes that the parser has read", async () => {
    const { deliver } = await serveApp("Fastify", {
      imports: [NumipayModule.forRoot({ ...quiet, strict: true })],
      controllers: [OwnController],
    });
    expect(await deliver("/own")).toBe(201);
  });
});
