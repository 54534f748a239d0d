/** AWS's own throttling: one bucket of tokens per account, Region and API. */
import { type Disturbance, type Fate, PASS } from "../kernel/disturbances";
import type { ApiCall } from "../kernel/service";
import { TokenBucket } from "../kernel/token-bucket";
import { limitOf } from "./api-limits";
import { throttlingError } from "./service-errors";

export class ApiThrottle implements Disturbance {
  /** By Region and operation; operations may share one. */
  private readonly buckets = new Map<string, TokenBucket>();

  fateOf({ service, operation, region }: Pick<ApiCall, "service" | "operation" | "region">, nowMs: number): Fate {
    const isAllowed = this.bucketOf(service, operation, region, nowMs).take(nowMs);
    return isAllowed ? PASS : { what: "refuse", error: throttlingError(service) };
  }

  private bucketOf(service: string, operation: string, region: string, nowMs: number): TokenBucket {
    const key = `${region} ${service} ${operation}`;
    const known = this.buckets.get(key);
    if (known) return known;
    const limit = limitOf(service, operation);
    const sharedKey = `${region} ${limit.bucketName}`;
    const bucket = this.buckets.get(sharedKey) ?? new TokenBucket(limit, nowMs);
    this.buckets.set(sharedKey, bucket);
    this.buckets.set(key, bucket);
    return bucket;
  }
}
