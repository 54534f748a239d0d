import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { WatchStore } from "../../lambdas/aws/watch-store";
import { startRunIfDue } from "../../lambdas/sentry/start-run";
import { FIRST_BATON } from "../../orchestrator/baton";
import { FIRST_WATCH } from "../../orchestrator/watch";
import { rig, type Script } from "./rig";

const TEN_MINUTES_MS = 600_000;

beforeAll(warmUpSdk);

/** A look at a primary that has been failing for ten minutes. */
function dueLook(StartExecution: Script[string]) {
  const inputs: Record<string, unknown>[] = [];
  const world = rig({
    StartExecution: (input, call) => {
      inputs.push(input);
      return StartExecution?.(input, call);
    },
  });
  const { runtime, table, clock } = world;
  const nowMs = clock.now();
  const watch = { ...FIRST_WATCH, lookedAtMs: nowMs, failingSinceMs: nowMs - TEN_MINUTES_MS };
  const start = () =>
    world.run(
      startRunIfDue({ runtime, table, baton: FIRST_BATON, ending: null, isHealthy: false }, { watch, witness: null }),
    );
  return { start, inputs, kept: () => world.run(new WatchStore(table).read()) };
}

const startedNow = () => ({
  executionArn: "arn:aws:states:eu-west-1:123456789012:execution:x:y",
  startDate: new Date(0),
});

describe("a run of the sentry's own", () => {
  test("is started on the failover machine, under the name of its outage, and counted", async () => {
    const { start, inputs, kept } = dueLook(startedNow);
    await start();
    expect(inputs).toHaveLength(1);
    const [{ stateMachineArn, name, input } = {}] = inputs;
    expect(stateMachineArn).toBe("arn:aws:states:eu-west-1:123456789012:stateMachine:baton-storefront-failover");
    expect(JSON.parse(String(input))).toMatchObject({ id: name, source: "baton.sentry" });
    expect((await kept()).starts).toBe(1);
  });

  test("that another sentry has started already counts as started", async () => {
    const { start, kept } = dueLook(() => {
      throw new AwsError("ExecutionAlreadyExists", "Execution Already Exists");
    });
    await start();
    expect((await kept()).starts).toBe(1);
  });

  test("that cannot be started fails the look, and is tried again at the next under the same name", async () => {
    const { start, inputs, kept } = dueLook(() => {
      throw new AwsError("AccessDeniedException", "not authorized");
    });
    await expect(start()).rejects.toThrow("not authorized");
    expect((await kept()).starts).toBe(0);
    await expect(start()).rejects.toThrow("not authorized");
    expect(inputs[1]?.name).toBe(inputs[0]?.name);
  });
});
