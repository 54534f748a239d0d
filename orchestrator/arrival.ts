/**
 * Whether a move has reached the customers, judged by what their resolvers get: the addresses behind the public name,
 * beside those of the two load balancers. Who answers there is no proof: a stale primary that came back answers as well.
 */

import type { RegionRole } from "./baton";

/** IPv4 addresses as one resolver gave them, up to eight of a load balancer's own; empty where nothing was answered. */
export interface SeenAddresses {
  readonly publicName: readonly string[];
  readonly target: readonly string[];
  readonly source: readonly string[];
}

export interface Arrival {
  /** Addresses behind the public name that belong to the target; empty until customers are sent there. */
  readonly addresses: readonly string[];
  /** A clause that follows the public name. */
  readonly detail: string;
}

/** Proof is wanted: whatever belongs to neither load balancer, or to both, is not an arrival. */
export function arrivalAt(target: RegionRole, { publicName, ...sides }: SeenAddresses): Arrival {
  const source = target === "primary" ? "standby" : "primary";
  const away = (detail: string): Arrival => ({ addresses: [], detail });
  if (publicName.length === 0) return away("does not resolve");
  if (publicName.some((address) => sides.source.includes(address))) return away(`still leads to the ${source}`);
  const addresses = publicName.filter((address) => sides.target.includes(address));
  if (addresses.length === 0) return away("leads to addresses that neither load balancer has at the moment");
  return { addresses, detail: `leads to the ${target}` };
}
