// @ts-check
import express from "express";
import { listenForParent } from "../listen-for-parent.js";
import { path } from "../sign-deliveries.js";
import { checkByHand, countHandled } from "./check-by-hand.js";

const app = express();
app.post(path, express.raw({ type: "*/*", limit: "1mb" }), (request, response) => {
  const [status, outcome] = checkByHand(request.body, request.headers["x-signature"]);
  response.status(status).json(outcome);
});
await listenForParent(app, countHandled);
