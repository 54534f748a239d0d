/** Two applications of one account: both recover, and the account's quotas are one. */
import { expect, it } from "@jest/globals";
import { failTogether } from "../../bench/growth/applications";
import { storefrontAssembly, storefrontPlan } from "../support/storefront";

it("applications that fail together all recover, each by its own luck", async () => {
  const together = await failTogether(storefrontPlan, storefrontAssembly(), 2);
  expect(together).toMatchObject({ applications: 2, recovered: 2 });
  expect(together.p99Seconds).toBeGreaterThan(together.p50Seconds);
  expect(together.throttledShare).toBeLessThan(0.05);
});
