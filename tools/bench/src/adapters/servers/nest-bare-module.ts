// @ts-check
// A controller as Nest's documentation shows it for webhooks: rawBody, and the check by hand.
import { Controller, Module, Post, Req, Res } from "@nestjs/common";
import { path } from "../sign-deliveries.js";
import { checkByHand } from "./check-by-hand.js";

class WebhookController {
  receive(request: any, response: any) {
    const [status, outcome] = checkByHand(request.rawBody, request.headers["x-signature"]);
    response.status(status).send(outcome);
  }
}

// What the compiler makes of decorators; these programs have no build of their own.
const descriptor = Object.getOwnPropertyDescriptor(WebhookController.prototype, "receive") ?? {};
Controller()(WebhookController);
Post(path)(WebhookController.prototype, "receive", descriptor);
Req()(WebhookController.prototype, "receive", 0);
Res()(WebhookController.prototype, "receive", 1);

export class BareModule {}

Module({ controllers: [WebhookController] })(BareModule);
