import { expect, test } from "@jest/globals";
import { readAssembly } from "../../lab/assembly/read-assembly";
import { nightOf } from "../../lab/simulation/draw-nights";
import { liveThrough } from "../../lab/simulation/live-through";
import { baton } from "../cli/child";
import { storefrontAssembly, storefrontPlan } from "../support/storefront";

test("a simulation lives through the nights of its numbers, compiled and in threads, as they are lived through here", async () => {
  const numbers = [49, 50];
  const ended = await baton(["simulate", "--runs", "2", "--seed", "49", "--jobs", "1", "--no-shrink"]);

  const assembly = readAssembly(storefrontAssembly());
  let moves = 0;
  for (const number of numbers) moves += (await liveThrough(nightOf(number), assembly, storefrontPlan)).moves;
  expect(moves).toBeGreaterThan(1);
  expect(ended.output).toContain(`2 of 2 nights, ${moves} moves, `);
  expect(ended.output.trim()).toMatch(/nights per second in 1 thread; no violation\.$/);
  expect(ended.status).toBe(0);
});
