import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { FIRST_BATON } from "../../orchestrator/baton";
import { type BatonChange, claim, moveTo } from "../../orchestrator/baton-transitions";
import { BatonHeld } from "../../orchestrator/errors";
import { EXECUTION } from "../orchestrator/fixtures";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const KEY = { pk: { S: "BATON" }, sk: { S: "BATON" } };
const paused = { enabled: false, pausedBy: "ada", reason: "migration" };
const pausedAttribute = { M: { enabled: { BOOL: false }, pausedBy: { S: "ada" }, reason: { S: "migration" } } };
const OTHER = `${EXECUTION}-other`;

const claimant = (executionArn: string) => ({
  executionArn,
  nowMs: 5,
  workflow: "failover" as const,
  holderIsRunning: true,
  startedByPerson: false,
});
const claimFor = (executionArn: string) => (baton: typeof FIRST_BATON) => claim(baton, claimant(executionArn));

function open() {
  const world = rig();
  /** What the console and the command line write: only the brake, whether there is an item or not. */
  const pause = () =>
    world.stored.call("UpdateItem", {
      Key: KEY,
      UpdateExpression: "SET #a = :a",
      ExpressionAttributeNames: { "#a": "automation" },
      ExpressionAttributeValues: { ":a": pausedAttribute },
    });
  return { ...world, batons: new BatonStore(world.table), pause };
}

describe("a baton that no run ever claimed", () => {
  test("is the first one, whether there is no item or only a pause", async () => {
    const { batons, pause, run } = open();
    expect(await run(batons.read())).toEqual(FIRST_BATON);
    pause();
    expect(await run(batons.read())).toEqual({ ...FIRST_BATON, automation: paused });
  });

  test("is claimed over a pause, and the pause stays", async () => {
    const { batons, pause, run } = open();
    pause();
    const change = await run(batons.change(claimFor(EXECUTION)));
    expect(change).toMatchObject({ changed: true, baton: { holder: EXECUTION } });
    expect(await run(batons.read())).toMatchObject({ phase: "failing-over", holder: EXECUTION, automation: paused });
    const moved = await run(batons.require((baton) => moveTo(baton, "standby", claimant(EXECUTION))));
    expect(moved).toMatchObject({ active: "standby", epoch: 2, recentFailovers: [5], automation: paused });
  });

  test("is claimed by one of two that read the pause at the same time", async () => {
    const { batons, pause, run } = open();
    pause();
    const both: BatonChange[] = await run(
      Promise.all([batons.change(claimFor(EXECUTION)), batons.change(claimFor(OTHER))]),
    );
    expect(both.filter((change) => "refusal" in change)).toHaveLength(1);
    expect(both.filter((change) => "changed" in change && change.changed)).toHaveLength(1);
  });

  test("keeps a pause that is written between its first reading and its first claim", async () => {
    const { batons, pause, run } = open();
    let readings = 0;
    const change = await run(
      batons.change((baton) => {
        readings += 1;
        if (readings === 1) pause();
        return claim(baton, claimant(EXECUTION));
      }),
    );
    expect(change).toMatchObject({ changed: true });
    expect(readings).toBe(2);
    expect(await run(batons.read())).toMatchObject({ holder: EXECUTION, automation: paused });
  });
});

describe("a baton that was claimed", () => {
  test.each(["active", "epoch", "phase", "holder"])("is damaged without %s, and nobody guesses", async (field) => {
    const { batons, stored, run } = open();
    await run(batons.change(claimFor(EXECUTION)));
    stored.call("UpdateItem", {
      Key: KEY,
      UpdateExpression: "REMOVE #f",
      ExpressionAttributeNames: { "#f": field },
    });
    await expect(run(batons.read())).rejects.toThrow(field);
  });

  test("runs on without a brake, which is none", async () => {
    const { batons, stored, run } = open();
    await run(batons.change(claimFor(EXECUTION)));
    stored.call("UpdateItem", {
      Key: KEY,
      UpdateExpression: "REMOVE #f",
      ExpressionAttributeNames: { "#f": "automation" },
    });
    expect(await run(batons.read())).toMatchObject({ holder: EXECUTION, automation: { enabled: true } });
  });

  test("is refused to a stranger, who is told who holds it", async () => {
    const { batons, run } = open();
    await run(batons.change(claimFor(EXECUTION)));
    const stranger = run(batons.require((baton) => moveTo(baton, "standby", claimant(OTHER))));
    await expect(stranger).rejects.toBeInstanceOf(BatonHeld);
    await expect(stranger).rejects.toThrow(EXECUTION);
  });
});
