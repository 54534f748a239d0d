import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { factory as fence } from "../../lambdas/steps/fence.lambda";
import { factory as unfence } from "../../lambdas/steps/unfence.lambda";
import { storefront } from "../orchestrator/fixtures";
import { oldRegion } from "./old-region";
import { callStep, convergeStep, fenceBegun, playRun } from "./run-bench";

beforeAll(warmUpSdk);

const ID = "orders-db";
const NAME = "storefront-orders";
const [database] = storefront.resources.filter(({ kind }) => kind === "rdsReadReplica");
const QUARANTINE = database?.kind === "rdsReadReplica" ? database.quarantineSecurityGroupId : "";
const membership = (VpcSecurityGroupId: string, Status: string) => ({ VpcSecurityGroupId, Status });
const [active, adding, removing] = ["active", "adding", "removing"];

describe("the fence of a database", () => {
  test.each([
    ["that is stopped", { status: "stopped" }, `${NAME} is stopped.`],
    ["that is a replica", { source: "arn:aws:rds:eu-west-1:1:db:x" }, `${NAME} is a read replica and takes no writes.`],
  ])("is there %s, and nothing is asked of it", async (_, changes, detail) => {
    const world = oldRegion();
    Object.assign(world.database, changes);
    await playRun(world, async () => {
      expect(await callStep(world, fence, ID)).toEqual({ status: "done", detail, facts: { verdict: "FENCED" } });
      expect(world.calls("ModifyDBInstance") + world.calls("RebootDBInstance")).toBe(0);
    });
  });

  test.each([
    ["is in its own group", [membership("sg-application", active)], "ModifyDBInstance"],
    ["is in no group", [], "ModifyDBInstance"],
    ["is in another group as well", [membership(QUARANTINE, active), membership("sg-b", active)], "ModifyDBInstance"],
    ["is leaving quarantine", [membership(QUARANTINE, removing), membership("sg-b", adding)], "ModifyDBInstance"],
    ["is entering quarantine", [membership(QUARANTINE, adding), membership("sg-b", removing)], null],
    ["is nearly in quarantine", [membership(QUARANTINE, adding)], null],
    ["has not left its group", [membership(QUARANTINE, active), membership("sg-b", removing)], null],
    ["is in quarantine and nowhere else", [membership(QUARANTINE, active)], "RebootDBInstance"],
  ])("of one that %s: connections end only once no new one can come", async (_, memberships, wanted) => {
    const world = oldRegion();
    world.database.memberships = memberships;
    await playRun(world, async () => {
      expect((await callStep(world, fence, ID)).status).toBe("pending");
      const asked = ["ModifyDBInstance", "RebootDBInstance"].filter((operation) => world.calls(operation) > 0);
      expect(asked).toEqual(wanted === null ? [] : [wanted]);
    });
  });

  test.each([
    ["a moment ago", 110, "asked", "available", 0, "pending"],
    ["two minutes ago, unseen", 120, "asked", "available", 1, "pending"],
    ["and is seen", 200, "asked", "rebooting", 0, "pending"],
    ["and was seen", 200, "seen", "available", 0, "done"],
    ["and was seen, and is not over", 60, "seen", "configuring-enhanced-monitoring", 0, "pending"],
  ] as const)("counts a reboot that was asked for %s", async (_, secondsAgo, reboot, status, again, expected) => {
    const world = oldRegion();
    Object.assign(world.database, { group: QUARANTINE, status });
    await playRun(world, async () => {
      const facts = { reboot, rebootAskedAtMs: world.clock.now() - secondsAgo * 1000 };
      const previous = { status: "pending", detail: "before", facts } as const;
      expect((await callStep(world, fence, ID, { previous })).status).toBe(expected);
      expect(world.calls("RebootDBInstance")).toBe(again);
    });
  });

  test("reboots it once, though it is described as available for a moment after it was asked to", async () => {
    const world = oldRegion();
    world.database.group = QUARANTINE;
    await playRun(world, async () => {
      const previous = await callStep(world, fence, ID);
      world.database.status = "available";
      expect((await callStep(world, fence, ID, { previous })).detail).toBe(
        `${NAME} is in quarantine; waiting for its reboot.`,
      );
      expect(world.calls("RebootDBInstance")).toBe(1);
    });
  });

  test.each([
    ["change groups", "ModifyDBInstance", "sg-application"],
    ["reboot", "RebootDBInstance", QUARANTINE],
  ])("says that it is busy where it cannot %s yet, and asks again", async (what, operation, group) => {
    let isBusy = true;
    const busy = new AwsError("InvalidDBInstanceState", "busy", 400);
    const world = oldRegion({
      judge: (asked) => {
        if (asked === operation && isBusy) throw busy;
      },
    });
    Object.assign(world.database, { group, status: "backing-up" });
    await playRun(world, async () => {
      const refused = await callStep(world, fence, ID);
      expect(refused.detail).toMatch(new RegExp(`backing-up,? and cannot ${what} yet\\.$`));
      isBusy = false;
      const taken = await callStep(world, fence, ID, { previous: refused });
      expect(taken.detail).toMatch(/moving into the quarantine group\.|its reboot is requested\.$/);
    });
  });

  test("that is gone needs no undoing", async () => {
    const world = oldRegion();
    world.database.isMissing = true;
    await playRun(world, async () => {
      await fenceBegun(world, ID);
      expect(await convergeStep(world, unfence, ID)).toEqual({ status: "done", detail: `There is no ${NAME}.` });
    });
  });
});
