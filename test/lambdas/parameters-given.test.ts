import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import type { DatabaseInstance } from "../../lab/services/rds/database-instance";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { takesGroupAtCreation } from "../../lambdas/resources/parameter-group";
import { factory as protect } from "../../lambdas/steps/protect.lambda";
import { factory as rebuild } from "../../lambdas/steps/rebuild.lambda";
import { type MoveBench, onBench } from "./move-bench";

beforeAll(warmUpSdk);

const HOME = "storefront-orders";
const GROUP = "storefront-postgres16";
const rdsAtHome = ({ world, primary }: MoveBench) => world.inRegion(primary.region).rds;
const parametersOf = ({ properties, parametersInForce }: DatabaseInstance) => [
  properties.parameterGroup,
  parametersInForce,
];

/** Calls the step each minute until its answer says so. */
async function until(bench: MoveBench, words: string): Promise<string> {
  for (let minute = 0; minute < 600; minute += 1) {
    const { detail } = await bench.call(rebuild);
    if (detail.includes(words)) return detail;
    await bench.pass(60);
  }
  throw new Error(`Nobody said: ${words}`);
}

describe("a new replica", () => {
  test.each([
    ["rebuilt", rebuild, {}],
    ["made to protect", protect, { workflow: "switchover" }],
  ] as const)("that is %s has its predecessor's parameters in effect before it counts", (_, step, about) =>
    onBench(async (bench) => {
      expect((await bench.converge(step, 60, about)).status).toBe("done");
      expect(parametersOf(bench.atHome())).toEqual([GROUP, GROUP]);
      expect(bench.atHome().replication?.stream.severedAtMs).toBeNull();
      expect(bench.answersTo("RebootDBInstance")).toEqual(["answered"]);
    }),
  );

  test("says what it waits for: the group, then a reboot", () =>
    onBench(async (bench) => {
      await until(bench, `The replica ${HOME} is getting its parameter group ${GROUP}.`);
      await bench.pass(120);
      expect((await bench.call(rebuild)).detail).toBe(`The replica ${HOME} reboots, for the parameters of ${GROUP}.`);
    }));

  test("of an engine that takes its group with the creation is neither changed nor rebooted", () =>
    onBench(async (bench) => {
      for (const { properties } of [bench.primary, bench.standby]) Object.assign(properties, { engine: "mysql" });
      rdsAtHome(bench).parameterGroups.add(GROUP, "mysql");
      expect((await bench.converge(rebuild, 60)).status).toBe("done");
      expect(parametersOf(bench.atHome())).toEqual([GROUP, GROUP]);
      expect(bench.answersTo("RebootDBInstance")).toEqual([]);
    }));

  test("whose predecessor had its engine's default is left alone", () =>
    onBench(async (bench) => {
      for (const instance of [bench.primary, bench.standby]) {
        Object.assign(instance.properties, { parameterGroup: "default.postgres16" });
        instance.parametersInForce = "default.postgres16";
      }
      expect((await bench.converge(rebuild, 60)).status).toBe("done");
      // The one that sets the predecessor aside.
      expect(bench.answersTo("ModifyDBInstance")).toEqual(["answered"]);
      expect(bench.answersTo("RebootDBInstance")).toEqual([]);
    }));

  test("is asked for once more where RDS refuses for now", () =>
    onBench(async (bench) => {
      const refusals = { ModifyDBInstance: 1, RebootDBInstance: 1 };
      await until(bench, "is backing-up");
      bench.world.wire.interceptors.push({
        beforeModel: ({ operation }) => {
          if ((operation !== "ModifyDBInstance" && operation !== "RebootDBInstance") || !refusals[operation]) return;
          refusals[operation] -= 1;
          throw new AwsError("InvalidDBInstanceState", "It is in another state.", 400);
        },
      });
      await until(bench, `cannot get yet its parameter group ${GROUP}`);
      await until(bench, `cannot reboot yet, for the parameters of ${GROUP}`);
      expect((await bench.converge(rebuild, 60)).status).toBe("done");
    }));

  test("fails the step where AWS forbids to give it its group", () =>
    onBench(async (bench) => {
      await until(bench, "is backing-up");
      bench.world.wire.interceptors.push({
        beforeModel: ({ operation }) => {
          if (operation === "ModifyDBInstance") throw new AwsError("AccessDenied", "may not", 403);
        },
      });
      await expect(bench.converge(rebuild, 60)).rejects.toMatchObject({ name: "AccessDenied" });
    }));
});

describe("a group that does not fit any more", () => {
  test.each<[string, (bench: MoveBench) => void, string]>([
    ["because it is gone", (bench) => rdsAtHome(bench).parameterGroups.delete(GROUP), "DBParameterGroupNotFound"],
    [
      "because it is another engine's",
      (bench) => rdsAtHome(bench).parameterGroups.add(GROUP, "mysql"),
      "InvalidParameterCombination",
    ],
  ])("%s needs a person, whose own choice is then kept and put into effect", (_, spoil, name) =>
    onBench(async (bench) => {
      spoil(bench);
      const refused = await bench.converge(rebuild, 60);
      expect(refused).toMatchObject({ status: "blocked", detail: expect.stringContaining(name) });
      expect(refused.detail).toContain("give it a group of your own");
      rdsAtHome(bench).parameterGroups.add("by-hand");
      bench.atHome().properties.parameterGroup = "by-hand";
      expect((await bench.converge(rebuild, 60)).status).toBe("done");
      expect(parametersOf(bench.atHome())).toEqual(["by-hand", "by-hand"]);
    }),
  );
});

test("the parameters of a replica that had not got them yet are not forgotten when it is replaced itself", () =>
  onBench(async (bench) => {
    await until(bench, "is backing-up");
    const unfinished = bench.atHome();
    expect(parametersOf(unfinished)).toEqual(["default.postgres16", "default.postgres16"]);
    // The first stale copy is gone by then, and its source is another instance.
    rdsAtHome(bench).book.remove(bench.primary);
    const other = { securityGroupIds: [], multiAz: false, backupRetentionDays: 1 };
    const source = bench.world.inRegion(bench.standby.region).rds.addInstance({ ...other, id: "other" });
    bench.makeReplica(unfinished, source);
    await bench.pass(3600);
    expect((await bench.converge(rebuild, 60)).status).toBe("done");
    expect(bench.atHome()).not.toBe(unfinished);
    expect(parametersOf(bench.atHome())).toEqual([GROUP, GROUP]);
  }));

test.each([
  ["mysql", true],
  ["oracle-ee", true],
  ["oracle-se2-cdb", true],
  ["db2-se", true],
  ["postgres", false],
  ["mariadb", false],
  ["sqlserver-ee", false],
  ["custom-oracle-ee", false],
  [undefined, false],
] as const)("whether a replica of %s takes a parameter group with its creation: %s", (Engine, expected) => {
  expect(takesGroupAtCreation(Engine === undefined ? {} : { Engine })).toBe(expected);
});
