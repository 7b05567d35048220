// @ts-check
// A controller as Nest's documentation shows it for webhooks: rawBody, and the check by hand.
import { Controller, Module, Post, Req, Res } from "@nestjs/common";
import { webhookPath } from "../host-paths.js";
import { checkByHand } from "./check-by-hand.js";
import { countWork } from "./count-work.js";

export const work = countWork();
const check = checkByHand(work);

class WebhookController {
  receive(request, response) {
    const [status, outcome] = check(request.rawBody, request.headers["x-signature"]);
    response.status(status).send(outcome);
  }
}

// What the compiler makes of decorators; these programs have no build of their own.
const descriptor = Object.getOwnPropertyDescriptor(WebhookController.prototype, "receive") ?? {};
Controller()(WebhookController);
Post(webhookPath)(WebhookController.prototype, "receive", descriptor);
Req()(WebhookController.prototype, "receive", 0);
Res()(WebhookController.prototype, "receive", 1);

export class PeerModule {}

Module({ controllers: [WebhookController] })(PeerModule);
