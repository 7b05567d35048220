// A controller as Nest's documentation shows it for webhooks: with rawBody, and a hand-written signature check.
import type { IncomingMessage } from "node:http";
import { Controller, Module, Post, type RawBodyRequest, Req, Res } from "@nestjs/common";
import { webhookPath } from "measure";
import { receiveByHand } from "./serve.js";

/** What the responses of Express and Fastify have in common. */
interface HostResponse {
  status(code: number): HostResponse;
  send(body: object): unknown;
}

@Controller()
class WebhookController {
  @Post(webhookPath)
  receive(@Req() request: RawBodyRequest<IncomingMessage>, @Res() response: HostResponse): void {
    const [status, outcome] = receiveByHand(request.rawBody, request.headers["x-signature"]);
    response.status(status).send(outcome);
  }
}

@Module({ controllers: [WebhookController] })
export class BaselineModule {}
