import { RDSClient } from "@aws-sdk/client-rds";
import { beforeAll, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { quarantine } from "../../lambdas/resources/quarantine-instance";
import { storefront } from "../orchestrator/fixtures";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const QUARANTINE = "sg-0f1e2d3c4b5a69788";

test.each([
  ["soon, while the reboot may just be beginning", 0, 10],
  ["soon, up to half a minute after it was asked for", 29_999, 10],
  ["in its turn from then on", 30_000, undefined],
  ["in its turn until it counts as missed", 119_999, undefined],
])("what was asked to reboot is looked for %s", async (_, agoMs, soonSeconds) => {
  const { runtime, seen, clock, run } = rig();
  const nowMs = clock.now();
  const facts = { reboot: "asked", rebootAskedAtMs: nowMs - agoMs };
  const result = await run(
    quarantine({
      rds: runtime.clients.get(RDSClient, storefront.regions.primary),
      part: { instanceId: "storefront-orders", quarantineSecurityGroupId: QUARANTINE },
      instance: {
        DBInstanceStatus: "available",
        VpcSecurityGroups: [{ VpcSecurityGroupId: QUARANTINE, Status: "active" }],
      },
      previous: { status: "pending", detail: "asked", facts },
      nowMs,
    }),
  );
  expect(result).toEqual({
    status: "pending",
    detail: "storefront-orders is in quarantine; waiting for its reboot.",
    facts,
    ...(soonSeconds !== undefined && { soonSeconds }),
  });
  expect(seen).toEqual([]);
});
