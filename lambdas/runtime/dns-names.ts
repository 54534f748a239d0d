/** DNS with a bound, through the resolver of the sandbox: it keeps an answer for its time to live, as customers' do. */
import { Resolver } from "node:dns/promises";
import type { Names } from "./runtime";

export const dnsNames: Names = {
  resolve: async (name, timeoutMs) => {
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
    const bound = setTimeout(() => resolver.cancel(), timeoutMs);
    try {
      return await resolver.resolve4(name);
    } catch {
      return [];
    } finally {
      clearTimeout(bound);
    }
  },
};
