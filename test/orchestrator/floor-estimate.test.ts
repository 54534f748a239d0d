import { expect, test } from "@jest/globals";
import { floorEstimate } from "../../orchestrator/floor";
import { detectionSeconds, detectionWays, longestPath, sumOf } from "../../orchestrator/objectives";
import { storefront } from "./fixtures";

const seconds = (name: string, plan = storefront) => floorEstimate(plan).find((leg) => leg.name === name)?.seconds;

test("the floor of the example is what its parts add up to", () => {
  expect(floorEstimate(storefront)).toEqual([
    { name: "detection", seconds: 165 },
    { name: "promotion", seconds: 240 },
    { name: "traffic check flips", seconds: 12 },
    { name: "DNS caches expire", seconds: 57 },
  ]);
});

test("without a database to promote the boot of instances counts, and without either nothing", () => {
  const [database, group] = storefront.resources;
  if (!database || !group) throw new Error("The example has lost a resource.");
  expect(seconds("instance boot", { ...storefront, resources: [group] })).toBe(110);
  expect(seconds("promotion", { ...storefront, resources: [group] })).toBeUndefined();
  expect(floorEstimate({ ...storefront, resources: [] })).toHaveLength(3);
});

test("the floor lies below what the deadlines permit", () => {
  const longest = longestPath(storefront.detection, storefront.policy.deadlines, storefront.traffic.timeToLiveSeconds);
  expect(sumOf(floorEstimate(storefront))).toBeLessThan(sumOf(longest));
});

test("the legs of the slower trigger add up to the detection that the objective is judged by", () => {
  for (const intervalSeconds of [10, 30] as const) {
    const detection = { intervalSeconds, failureThreshold: 3 };
    const sums = detectionWays(detection).map(({ legs }) => sumOf(legs));
    expect(Math.max(...sums)).toBe(detectionSeconds(detection));
  }
});
