/** Options of a client that only queues: nothing listens there. */
export const notCalled = { apiKey: "bench-key-6kV2xQ9w", baseUrl: "http://127.0.0.1:9" };
