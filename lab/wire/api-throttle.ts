/** AWS's own throttling: buckets of tokens per account, Region and API, or for all APIs of a service together. */
import { type Disturbance, type Fate, PASS } from "../kernel/disturbances";
import type { ApiCall } from "../kernel/service";
import { TokenBucket } from "../kernel/token-bucket";
import { limitsOf } from "./api-limits";
import { throttlingError } from "./service-errors";

export class ApiThrottle implements Disturbance {
  /** By Region and name. */
  private readonly buckets = new Map<string, TokenBucket>();
  /** The buckets of a call, by Region and operation. */
  private readonly bucketsOfCalls = new Map<string, readonly TokenBucket[]>();

  /** What one bucket refuses takes nothing from another [est]. */
  fateOf({ service, operation, region }: Pick<ApiCall, "service" | "operation" | "region">, nowMs: number): Fate {
    const buckets = this.bucketsOf(service, operation, region, nowMs);
    if (!buckets.every((bucket) => bucket.isOpen(nowMs))) return { what: "refuse", error: throttlingError(service) };
    for (const bucket of buckets) bucket.take(nowMs);
    return PASS;
  }

  private bucketsOf(service: string, operation: string, region: string, nowMs: number): readonly TokenBucket[] {
    const key = `${region} ${service} ${operation}`;
    const known = this.bucketsOfCalls.get(key);
    if (known) return known;
    const buckets = limitsOf(service, operation).map((limit) => {
      const name = `${region} ${limit.bucketName}`;
      const bucket = this.buckets.get(name) ?? new TokenBucket(limit, nowMs);
      this.buckets.set(name, bucket);
      return bucket;
    });
    this.bucketsOfCalls.set(key, buckets);
    return buckets;
  }
}
