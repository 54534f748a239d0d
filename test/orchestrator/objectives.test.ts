import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { checkerSeconds, detectionSeconds, longestPath, sumOf, sumSentence } from "../../orchestrator/objectives";
import { storefront } from "./fixtures";

test("a checker needs its interval and its timeout for each failure", () => {
  expect(checkerSeconds({ intervalSeconds: 10, failureThreshold: 3 })).toBe(48);
  expect(checkerSeconds({ intervalSeconds: 30, failureThreshold: 1 })).toBe(36);
});

test("detection is longer than what aws-facts derives as the best case and not below its worst", () => {
  // 30-60 s to unhealthy, then 60-180 s to the alarm: between 90 and 240 s for the fast interval.
  const seconds = detectionSeconds({ intervalSeconds: 10, failureThreshold: 3 });
  expect(seconds).toBeGreaterThanOrEqual(90);
  expect(seconds).toBeLessThanOrEqual(240);
});

test("the slower trigger counts, because it may be the only one left", () => {
  const sentryAlone = detectionSeconds({ intervalSeconds: 10, failureThreshold: 1 });
  expect(detectionSeconds({ intervalSeconds: 10, failureThreshold: 3 })).toBe(sentryAlone);
  expect(detectionSeconds({ intervalSeconds: 30, failureThreshold: 3 })).toBe(sentryAlone + 48);
});

test("the storefront's longest path fits its objective, and the sum says how", () => {
  const legs = longestPath(storefront.detection, storefront.policy.deadlines, storefront.traffic.timeToLiveSeconds);
  expect(sumOf(legs)).toBeLessThanOrEqual(storefront.objectives.rtoSeconds);
  expect(sumSentence(legs)).toMatch(/^detection 220 \+ .* = 1690 s$/);
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
