import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { factory as drain } from "../../lambdas/steps/drain.lambda";
import { factory as freeze } from "../../lambdas/steps/freeze.lambda";
import { factory as rebuild } from "../../lambdas/steps/rebuild.lambda";
import { factory as unfreeze } from "../../lambdas/steps/unfreeze.lambda";
import type { RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { MoveBench, onBench } from "./move-bench";
import { withDatabase } from "./other-plans";

beforeAll(warmUpSdk);

const WRITER = "storefront-orders-replica";
const HOME = "storefront-orders";
const QUARANTINE = "sg-0f1e2d3c4b5a69788";
const NOWHERE = "storefront-nowhere";
/** The writer's name is another one in the plan than in the world. */
const misnamed = withDatabase({ standbyInstanceId: NOWHERE });
const blocked = (detail: string) => ({ status: "blocked", detail: expect.stringContaining(detail) });

/** As if somebody had put the writer into the quarantine group, and no run. */
function quarantineByHand({ standby }: MoveBench): void {
  standby.securityGroups.startSwap([QUARANTINE]);
  standby.securityGroups.finishSwap();
}

/** Beside its own security group, whose ID is returned. */
function giveSecondGroup({ world, standby }: MoveBench): string {
  const [own = ""] = standby.securityGroups.inForce();
  world.inRegion(standby.region).rds.addSecurityGroup("sg-more", { admits: false });
  standby.securityGroups.startSwap([own, "sg-more"]);
  standby.securityGroups.finishSwap();
  return own;
}

describe("a freeze touches nothing", () => {
  test.each<[string, (bench: MoveBench) => void, string]>([
    ["that is a replica", (bench) => bench.makeReplica(bench.standby, bench.primary), "is a replica, not the writer"],
    ["that waiting does not help", ({ standby }) => (standby.status = "storage-full"), `${WRITER} is storage-full`],
    ["whose own groups nobody knows any more", quarantineByHand, "put them back first"],
  ])("of a writer %s", (_, prepare, detail) =>
    onBench(async (bench) => {
      prepare(bench);
      const before = bench.standby.securityGroups.list();
      expect(await bench.call(freeze)).toEqual(blocked(detail));
      await bench.pass(600);
      expect(bench.standby.securityGroups.list()).toEqual(before);
    }),
  );

  test("of a writer that is not there", () =>
    onBench(async (bench) => expect(await bench.call(freeze)).toEqual(blocked(NOWHERE)), 1, misnamed));
});

describe("a freeze", () => {
  test("ends although its loop is about dozens of databases and looks at each once in 78 s: a reboot is over sooner", () =>
    onBench(async (bench) => {
      expect((await bench.converge(freeze, 78)).status).toBe("done");
      expect(bench.standby.admitsNewConnections()).toBe(false);
      expect(bench.answersTo("RebootDBInstance")).toEqual(["answered"]);
    }));
});

describe("letting a frozen writer go", () => {
  test("waits while RDS takes no change of it, and asks once when it does", () =>
    onBench(async (bench) => {
      await bench.converge(freeze, 2);
      const asked = bench.answersTo("ModifyDBInstance").length;
      bench.world.inRegion(bench.standby.region).rds.backUp(WRITER, 60);
      expect(await bench.call(unfreeze)).toEqual({
        status: "pending",
        detail: `${WRITER} is backing-up and cannot change groups yet.`,
      });
      expect((await bench.converge(unfreeze, 5)).status).toBe("done");
      expect(bench.standby.admitsNewConnections()).toBe(true);
      const answers = bench.answersTo("ModifyDBInstance").slice(asked);
      expect(answers.filter((answer) => answer === "answered")).toHaveLength(1);
      expect(new Set(answers)).toEqual(new Set(["InvalidDBInstanceState", "answered"]));
    }));

  test("gives back every group that it had, though somebody asked for one of them already", () =>
    onBench(async (bench) => {
      const own = giveSecondGroup(bench);
      await bench.converge(freeze, 2);
      bench.standby.securityGroups.startSwap([own]);
      expect(await bench.call(unfreeze)).toEqual({
        status: "pending",
        detail: `${WRITER} is getting ${own}, sg-more back.`,
      });
      await bench.converge(unfreeze, 5);
      expect([...bench.standby.securityGroups.inForce()].sort()).toEqual([own, "sg-more"].sort());
    }));

  test.each([
    ["all of them, beside the one that lets nobody in", (own: string) => [own, "sg-more", QUARANTINE]],
    ["one of them, and another in the place of the second", (own: string) => [own, "sg-other"]],
  ])("gives back its own groups alone, though somebody put back %s", (_, byHand) =>
    onBench(async (bench) => {
      const own = giveSecondGroup(bench);
      await bench.converge(freeze, 2);
      bench.standby.securityGroups.startSwap(byHand(own));
      expect((await bench.call(unfreeze)).status).toBe("pending");
      await bench.pass(60);
      expect((await bench.converge(unfreeze, 5)).status).toBe("done");
      expect([...bench.standby.securityGroups.inForce()].sort()).toEqual([own, "sg-more"].sort());
    }),
  );

  test("is an error with AWS's name where AWS forbids it", () =>
    onBench(async (bench) => {
      await bench.converge(freeze, 2);
      bench.world.wire.interceptors.push({
        beforeModel: ({ operation }) => {
          if (operation === "ModifyDBInstance") throw new AwsError("AccessDenied", "may not", 403);
        },
      });
      await expect(bench.call(unfreeze)).rejects.toMatchObject({ name: "AccessDenied" });
    }));

  test("needs a person where nobody remembers its own groups", () =>
    onBench(async (bench) => {
      quarantineByHand(bench);
      expect(await bench.call(unfreeze)).toEqual(blocked("put them back by hand"));
      expect(bench.standby.admitsNewConnections()).toBe(false);
    }));

  test("needs a person where it is not there", () =>
    onBench(async (bench) => expect(await bench.call(unfreeze)).toEqual(blocked(NOWHERE)), 1, misnamed));

  test("is refused of a writer whose Region does not hold the baton", () =>
    onBench(async (bench) => {
      const result = await bench.call(unfreeze, { workflow: "switchover" });
      expect(result).toEqual(blocked(`${HOME} does not hold the baton any more`));
    }));
});

describe("that nothing is missing is not proven", () => {
  const ready = async (bench: MoveBench) => {
    await bench.converge(rebuild, 60);
    await bench.converge(freeze, 2);
  };

  test.each<[string, (bench: MoveBench) => unknown, string]>([
    ["before the freeze", (bench) => bench.converge(rebuild, 60), `${WRITER} is not frozen by this run.`],
    [
      "by a freeze that has only begun",
      async (bench) => {
        await bench.converge(rebuild, 60);
        await bench.call(freeze);
      },
      `${WRITER} is not frozen by this run.`,
    ],
    [
      "of a writer that somebody has let out",
      async (bench) => {
        await ready(bench);
        bench.standby.securityGroups.startSwap(["sg-application"]);
      },
      `${WRITER} is not frozen any more.`,
    ],
    [
      "of a writer that is about to be let out, though RDS cannot do it yet",
      async (bench) => {
        await ready(bench);
        bench.world.inRegion(bench.standby.region).rds.backUp(WRITER, 60);
        await bench.call(unfreeze);
      },
      `${WRITER} is not frozen by this run.`,
    ],
    [
      "of a replica of something else",
      async (bench) => {
        await ready(bench);
        bench.makeReplica(bench.atHome(), bench.primary);
      },
      `${HOME} is not a replica of the frozen writer.`,
    ],
    [
      "of an instance that stands alone",
      async (bench) => {
        await ready(bench);
        bench.atHome().replication = null;
      },
      `${HOME} is not a replica of the frozen writer.`,
    ],
  ])("%s", (_, prepare, detail) =>
    onBench(async (bench) => {
      await prepare(bench);
      expect(await bench.call(drain)).toEqual({ status: "blocked", detail });
    }),
  );

  test.each<[string, Partial<RdsReadReplica>, string]>([
    ["of a writer that is gone", { standbyInstanceId: NOWHERE }, `${NOWHERE} is not frozen any more.`],
    ["by a replica that is gone", { primaryInstanceId: NOWHERE }, `${NOWHERE} is not a replica of the frozen writer.`],
  ])("%s", (_, changes, detail) =>
    onBench(async (bench) => {
      await ready(bench);
      expect(await new MoveBench(bench.world, withDatabase(changes)).call(drain)).toEqual({
        status: "blocked",
        detail,
      });
    }),
  );

  test("in the first moments after the freeze, and it is said what is known", () =>
    onBench(async (bench) => {
      await ready(bench);
      expect(await bench.call(drain)).toEqual({
        status: "pending",
        detail: `Nothing proves yet that ${HOME} has everything: no datapoint since the freeze.`,
      });
      const { replication } = bench.atHome();
      replication?.stream.sever(bench.world.clock.now());
      await bench.pass(300);
      expect(await bench.call(drain)).toEqual({
        status: "pending",
        detail: expect.stringMatching(/has everything: its newest lag since the freeze is [1-9][\d.]* s\.$/),
      });
    }));
});
