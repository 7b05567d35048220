// A controller as Nest's documentation shows it for webhooks: with rawBody, and a hand-written signature check.
import type { IncomingMessage } from "node:http";
import { Controller, Module, Post, type RawBodyRequest, Req, Res } from "@nestjs/common";
import { webhookPath } from "measure";
import type { HostResponse } from "../hosts/serve-nest.js";
import { createPeerReceiver } from "./peer-receiver.js";
import { createWorkCounter } from "./work-counter.js";

export const work = createWorkCounter();
const receive = createPeerReceiver(work);

@Controller()
class WebhookController {
  @Post(webhookPath)
  receive(@Req() request: RawBodyRequest<IncomingMessage>, @Res() response: HostResponse): void {
    const [status, outcome] = receive(request.rawBody, request.headers["x-signature"]);
    response.status(status).send(outcome);
  }
}

@Module({ controllers: [WebhookController] })
export class PeerModule {}
