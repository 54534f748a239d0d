import { describe, expect, test } from "@jest/globals";
import type { CloudEvent } from "../../../lab/kernel/ports";
import { FORGERIES, type Forgery } from "../../../lab/scenarios/deceit";
import { FORGED, Forger } from "../../../lab/world/forger";
import { parseTrigger } from "../../../orchestrator/events";
import { storefrontPlan } from "../../support/storefront";

const NOW_MS = Date.UTC(2026, 0, 5, 12);

async function forgery(wrong: Forgery): Promise<{ readonly event: CloudEvent; readonly input: unknown }> {
  const events: CloudEvent[] = [];
  const inputs: string[] = [];
  const forger = new Forger({
    plan: storefrontPlan,
    nowMs: () => NOW_MS,
    putOnBus: (_bus, event) => void events.push(event),
    startWith: async (input) => void inputs.push(input),
  });
  forger.send({ wrong, arrives: "on-the-bus" });
  forger.send({ wrong, arrives: "as-input" });
  const [event] = events;
  if (!event) throw new Error("Nothing was put on the bus.");
  return { event, input: JSON.parse(inputs[0] ?? "null") };
}

describe("a forged event", () => {
  test.each(FORGERIES.filter((wrong) => wrong !== "nothing"))(
    "that is wrong about %s starts nothing",
    async (wrong) => {
      const { event, input } = await forgery(wrong);
      for (const forged of [event, input]) {
        expect(JSON.stringify(forged)).toContain(FORGED);
        expect(parseTrigger(forged, { plan: storefrontPlan, nowMs: NOW_MS }).type).toBe("ignored");
      }
    },
  );

  test("that is wrong about nothing cannot be told from the alarm's own, and only starts a run", async () => {
    const { event } = await forgery("nothing");
    expect(JSON.stringify(event)).not.toContain(FORGED);
    expect(parseTrigger(event, { plan: storefrontPlan, nowMs: NOW_MS }).type).toBe("alarm");
  });
});
