import { describe, expect, it } from "vitest";
import type { Attempt, Exchange } from "../../src/timeline/recording.js";
import { createStepRecorder } from "../../src/timeline/step-recorder.js";

const exchange: Exchange = {
  from: "gateway",
  to: "shop",
  method: "POST",
  path: "/",
  headers: {},
  body: "",
  response: null,
  failure: null,
};

function openRecorder() {
  let moments = 0;
  const attempts: Attempt[] = [];
  const recorder = createStepRecorder({
    attempts: () => attempts,
    async takeMoment() {
      moments += 1;
      return {
        at: String(moments),
        gateway: [],
        differences: [],
        shop: {
          isRunning: true,
          wallet: "",
          onHold: "",
          payments: [],
          entries: [],
          recorded: [],
          outbox: [],
          log: [String(moments)],
        },
      };
    },
  });
  return {
    ...recorder,
    /** As the gateway does, which records an attempt after its response. */
    deliver: async () => {
      await recorder.note(exchange);
      attempts.push({ number: attempts.length + 1, at: "", status: 200, nextAttemptAt: null });
    },
  };
}

describe("play", () => {
  it("records one step per exchange with the moment after it", async () => {
    const { play, steps, deliver } = openRecorder();
    await play(
      [
        ["gateway", "first"],
        ["gateway", "second"],
      ],
      async () => {
        await deliver();
        await deliver();
      },
    );
    expect(steps.map(({ title, at, attempts }) => [title, at, attempts[0]?.number])).toEqual([
      ["first", "1", 1],
      ["second", "3", 2],
    ]);
    // The log of the last one includes what came after its response.
    expect(steps.map(({ shop }) => shop.log)).toEqual([["1"], ["2", "3"]]);
  });

  it("records a step without an exchange", async () => {
    const { play, steps } = openRecorder();
    await play([["customer", "pays"]], async () => undefined);
    expect(steps).toMatchObject([{ by: "customer", title: "pays", exchange: null, attempts: [] }]);
  });

  it("rejects a number of captions that differs from the exchanges", async () => {
    const { play, deliver } = openRecorder();
    const twice = async () => {
      await deliver();
      await deliver();
    };
    await expect(play([["gateway", "one"]], twice)).rejects.toThrow("1 captions for 2 exchanges");
    const captions = [
      ["gateway", "one"],
      ["gateway", "two"],
    ] as const;
    await expect(play(captions, async () => undefined)).rejects.toThrow("for 0 exchanges");
  });
});

it("summarizes several deliveries as one step", async () => {
  const { summarize, steps, deliver } = openRecorder();
  await summarize(["gateway", "retries"], async () => {
    await deliver();
    await deliver();
  });
  expect(steps).toMatchObject([{ title: "retries", attempts: [{ number: 1 }, { number: 2 }] }]);
});
