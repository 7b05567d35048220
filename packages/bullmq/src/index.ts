export { createWebhookProcessor, type EventApplier } from "./create-webhook-processor.js";
export { createWebhookQueue, type WebhookQueue } from "./create-webhook-queue.js";
export {
  createWebhookWorker,
  type WebhookWorker,
  type WebhookWorkerOptions,
} from "./create-webhook-worker.js";
export { type DeadLetter, type ReplayResult } from "./dead-letters.js";
export { type QueueLocation, type WebhookQueueOptions } from "./queue-options.js";
export { type RedisConnectionSource } from "./redis-link.js";
export { type WebhookJobData } from "./webhook-job.js";
