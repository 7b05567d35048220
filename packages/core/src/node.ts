// For adapters to frameworks that run on node:http.
export { keepBodies } from "./webhooks/keep-bodies.js";
export { answerNode, fromNodeRequest, type NodeRequest } from "./webhooks/node-request.js";
