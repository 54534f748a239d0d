/**
 * Public addresses of one load balancer's nodes. They are not constant: a node is replaced now and then, and its
 * successor has another address (aws-facts: load balancers). How often is an estimate: about hourly [est].
 */
import type { RandomSource } from "../../kernel/random";

const NODES = 3;
const NODE_LIFE_MS = 3_600_000;

export class NodeAddresses {
  /** Two for each node, used in turns: what was answered before may be given to the node again. */
  private readonly nodes: readonly (readonly [string, string])[];
  private readonly firstChangeMs: readonly number[];

  constructor(random: RandomSource) {
    this.nodes = Array.from({ length: NODES }, () => [publicAddress(random), publicAddress(random)]);
    this.firstChangeMs = this.nodes.map(() => random.between(0, NODE_LIFE_MS));
  }

  /** What DNS answers under the load balancer's name now. */
  at(nowMs: number): readonly string[] {
    return this.nodes.map(([even, odd], index) => {
      const lives = Math.floor((nowMs + (this.firstChangeMs[index] ?? 0)) / NODE_LIFE_MS);
      return lives % 2 === 0 ? even : odd;
    });
  }

  /** A node that was replaced goes on answering whoever still has its address [est]. */
  includes(address: string): boolean {
    return this.nodes.some((pair) => pair.includes(address));
  }
}

function publicAddress(random: RandomSource): string {
  const rest = Array.from({ length: 3 }, () => random.integer(1, 254));
  return [52, ...rest].join(".");
}
