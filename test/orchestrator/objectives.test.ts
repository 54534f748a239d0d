import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  checkerSeconds,
  detectionSeconds,
  detectionWays,
  longestPath,
  sumOf,
  sumSentence,
} from "../../orchestrator/objectives";
import { storefront } from "./fixtures";

test("a checker needs its interval and its timeout for each failure", () => {
  expect(checkerSeconds({ intervalSeconds: 10, failureThreshold: 3 })).toBe(48);
  expect(checkerSeconds({ intervalSeconds: 30, failureThreshold: 1 })).toBe(36);
});

test("each trigger's way has every leg between the first failure and the run", () => {
  const [watch, sentry] = detectionWays({ intervalSeconds: 10, failureThreshold: 3 });
  expect(watch?.legs.map(({ seconds }) => seconds)).toEqual([48, 60, 60, 30, 60, 10]);
  expect(sentry?.legs.map(({ seconds }) => seconds)).toEqual([60, 12, 60, 60, 30, 60, 10]);
});

test("the slower trigger counts, because it may be the only one left", () => {
  const sentryAlone = detectionSeconds({ intervalSeconds: 10, failureThreshold: 1 });
  expect(sentryAlone).toBe(292);
  expect(detectionSeconds({ intervalSeconds: 10, failureThreshold: 3 })).toBe(sentryAlone);
  expect(detectionSeconds({ intervalSeconds: 30, failureThreshold: 10 })).toBe(36 * 10 + 220);
});

test("the storefront's longest path fits its objective, and the sum says how", () => {
  const legs = longestPath(storefront.detection, storefront.policy.deadlines, storefront.traffic.timeToLiveSeconds);
  expect(sumOf(legs)).toBeLessThanOrEqual(storefront.objectives.rtoSeconds);
  expect(sumSentence(legs)).toMatch(/^detection 292 \+ .* = 1792 s$/);
});

test("only the longer of promotion and capacity counts", () => {
  const span = fc.integer({ min: 1, max: 10_000 });
  fc.assert(
    fc.property(span, span, (promoteSeconds, fillCapacitySeconds) => {
      const deadlines = { ...storefront.policy.deadlines, promoteSeconds, fillCapacitySeconds };
      const both = sumOf(longestPath(storefront.detection, deadlines, 60));
      const shorter = Math.min(promoteSeconds, fillCapacitySeconds);
      const longer = Math.max(promoteSeconds, fillCapacitySeconds);
      const swapped = { ...deadlines, promoteSeconds: longer, fillCapacitySeconds: shorter };
      expect(sumOf(longestPath(storefront.detection, swapped, 60))).toBe(both);
      expect(both - longer).toBe(
        sumOf(longestPath(storefront.detection, { ...swapped, promoteSeconds: 0, fillCapacitySeconds: 0 }, 60)),
      );
    }),
  );
});
