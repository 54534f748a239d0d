/** A function may die at any call, before its answer and after its effect: whatever is called again ends the same. */
import { beforeAll, expect, jest, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { factory as freeze } from "../../lambdas/steps/freeze.lambda";
import { factory as rebuild } from "../../lambdas/steps/rebuild.lambda";
import { factory as unfreeze } from "../../lambdas/steps/unfreeze.lambda";
import { Death, type MoveBench, onBench } from "./move-bench";

/** Hours of virtual time, once for each death. */
jest.setTimeout(300_000);
beforeAll(warmUpSdk);

const QUARANTINE_NAME = "storefront-orders-quarantine-e2";
const HOME_NAME = "storefront-orders";

/** Deaths after each of the first calls to AWS or the table: beyond these a function only waits. */
const DEATHS = Array.from({ length: 30 }, (_, index) => index + 1);

const instancesIn = (bench: MoveBench, role: "primary" | "standby") =>
  bench.world.inRegion(bench[role].region).rds.book.list();

const groupsOf = (bench: MoveBench) => bench.standby.securityGroups.inForce();

test("rebuilding ends the same whichever call its function dies at", async () => {
  const endings = new Set<string>();
  for (const atCall of DEATHS) {
    endings.add(
      await onBench(async (bench) => {
        const { properties, securityGroups } = bench.primary;
        const before = { properties, groups: securityGroups.inForce() };
        const death = new Death(atCall);
        bench.world.wire.interceptors.push(death);
        const result = await bench.converge(rebuild, 60);
        expect(death.happened).toBe(true);
        expect(result.status).toBe("done");
        const replica = instancesIn(bench, "primary").find(({ id }) => id === HOME_NAME);
        expect(replica?.properties).toEqual(before.properties);
        expect(replica?.parametersInForce).toBe(before.properties.parameterGroup);
        expect(replica?.securityGroups.inForce()).toEqual(before.groups);
        expect(replica?.replication?.source).toBe(bench.standby);
        return JSON.stringify(
          instancesIn(bench, "primary").map(({ id, names, tags }) => [id, names, [...tags.keys()]]),
        );
      }),
    );
  }
  const stale = [QUARANTINE_NAME, [HOME_NAME, QUARANTINE_NAME], ["baton:epoch", "baton:keep-until"]];
  expect([...endings].map((ending) => JSON.parse(ending))).toEqual([[stale, [HOME_NAME, [HOME_NAME], []]]]);
});

test("a freeze can be undone completely, whichever call either function dies at", async () => {
  for (const atCall of DEATHS) {
    await onBench(async (bench) => {
      const before = groupsOf(bench);
      bench.world.wire.interceptors.push(new Death(atCall));
      expect((await bench.converge(freeze, 2)).status).toBe("done");
      expect(bench.standby.admitsNewConnections()).toBe(false);
      bench.world.wire.interceptors.push(new Death(atCall));
      expect((await bench.converge(unfreeze, 2)).status).toBe("done");
      expect(groupsOf(bench)).toEqual(before);
      expect(bench.standby.isWriting).toBe(true);
    });
  }
});
