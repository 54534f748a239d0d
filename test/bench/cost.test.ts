import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Inventory, inventoryOf } from "../../bench/cost/inventory";
import { linesAtRest, linesOfFailover } from "../../bench/cost/lines";
import { dollarsOf, PRICES, type PriceName, totalOf } from "../../bench/cost/prices";
import type { Usage } from "../../bench/cost/usage";
import { readAssembly } from "../../lab/assembly/read-assembly";
import { storefrontAssembly } from "../support/storefront";

const INVENTORY: Inventory = {
  alarms: 10,
  dashboards: 1,
  keys: 2,
  healthChecks: 3,
  healthCheckOptions: 4,
  trafficLooksPerHour: 1000,
  memory: new Map([
    ["baton-shop-traffic", 256],
    ["baton-shop-switch-traffic", 512],
    ["baton-shop-sentry", 512],
  ]),
};

const HOUR: Usage = {
  hours: 1,
  functions: new Map([["baton-shop-sentry", { invocations: 60, seconds: 30 }]]),
  trafficRuns: { invocations: 10, seconds: 0.5 },
  readUnits: 100,
  writeUnits: 50,
  metricCalls: 200,
  customMetrics: 7,
  transitions: 0,
  publications: 0,
  logBytes: 1e6,
};

const prices = fc.constantFrom(...(Object.keys(PRICES) as PriceName[]));
const lines = fc.array(
  fc.record({
    what: fc.string(),
    counted: fc.string(),
    price: prices,
    quantity: fc.double({ min: 0, max: 1e9, noNaN: true }),
  }),
);

function quantityOf(what: string, found: readonly { readonly what: string; readonly quantity: number }[]): number {
  return found.find((line) => line.what === what)?.quantity ?? Number.NaN;
}

describe("prices", () => {
  it("are for so many of a unit", () => {
    expect(dollarsOf({ price: "invocation", quantity: 4_000_000 })).toBeCloseTo(0.8);
    expect(dollarsOf({ price: "transition", quantity: 260 })).toBeCloseTo(0.0065);
    expect(dollarsOf({ price: "key", quantity: 2 })).toBe(2);
  });

  it("add up, and nothing costs less than nothing", () => {
    fc.assert(
      fc.property(lines, lines, (some, more) => {
        expect(totalOf([...some, ...more])).toBeCloseTo(totalOf(some) + totalOf(more), 3);
        expect(totalOf(some)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("a month at rest", () => {
  it("has 730 of the hours that were counted", () => {
    const found = linesAtRest(INVENTORY, HOUR);
    expect(quantityOf("metric calls", found)).toBe(200 * 730);
    expect(quantityOf("the sentry's schedule", found)).toBe(60 * 730);
    expect(quantityOf("alarms", found)).toBe(10);
    expect(quantityOf("compute", found)).toBe(30 * 0.5 * 730);
  });

  it("does not depend on how long was counted", () => {
    const halfHour: Usage = {
      ...HOUR,
      hours: 0.5,
      functions: new Map([["baton-shop-sentry", { invocations: 30, seconds: 15 }]]),
      readUnits: 50,
      writeUnits: 25,
      metricCalls: 100,
      logBytes: 5e5,
    };
    expect(totalOf(linesAtRest(INVENTORY, halfHour))).toBeCloseTo(totalOf(linesAtRest(INVENTORY, HOUR)), 9);
  });

  it("pays the traffic function for every look of a checker, at its own memory", () => {
    const found = linesAtRest(INVENTORY, HOUR);
    expect(quantityOf("traffic endpoint: requests", found)).toBe(730_000);
    expect(quantityOf("traffic endpoint: compute", found)).toBeCloseTo(730_000 * 0.05 * 0.25);
  });

  it("refuses a function that the templates do not have", () => {
    const stranger = { ...HOUR, functions: new Map([["baton-shop-stranger", { invocations: 1, seconds: 1 }]]) };
    expect(() => linesAtRest(INVENTORY, stranger)).toThrow("no function baton-shop-stranger");
  });
});

it("a failover tells every address, and nothing of it recurs", () => {
  const usage = { ...HOUR, publications: 2, transitions: 260 };
  const found = linesOfFailover(INVENTORY, usage, { email: ["a@b.example", "c@d.example"], sms: ["+15555550100"] });
  expect(quantityOf("e-mails", found)).toBe(4);
  expect(quantityOf("SMS", found)).toBe(2);
  expect(quantityOf("state transitions", found)).toBe(260);
  expect(quantityOf("invocations", found)).toBe(60);
});

it("the inventory is read from the templates", () => {
  const inventory = inventoryOf(readAssembly(storefrontAssembly()));
  expect(inventory).toMatchObject({ healthChecks: 3, healthCheckOptions: 4, dashboards: 1, trafficLooksPerHour: 5760 });
  expect(inventory.memory.get("baton-storefront-traffic")).toBe(256);
});
