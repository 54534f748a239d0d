/**
 * The nonce of one opening of the page. Opening must change nothing, so nothing is stored: the nonce is the time of the
 * opening and a keyed hash of it, of the question and of its state. Only somebody who has opened the page with the
 * link has one, it ends after a quarter of an hour, and the decision that it serves ends it at once, because the gate moves on.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Gate } from "../../orchestrator/gate";

/** Facts older than this should be looked at again before anybody decides on them. */
const NONCE_LIFE_MS = 900_000;

export type NonceVerdict = "good" | "too-old" | "not-ours";

export function issueNonce(secret: string, gate: Gate, nowMs: number): string {
  const openedAt = Math.floor(nowMs).toString(36);
  return `${openedAt}.${seal(secret, gate, openedAt).toString("base64url")}`;
}

export function judgeNonce(nonce: string, secret: string, gate: Gate, nowMs: number): NonceVerdict {
  const [openedAt = "", given = ""] = nonce.split(".");
  const expected = seal(secret, gate, openedAt);
  const claimed = Buffer.from(given, "base64url");
  if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) return "not-ours";
  return nowMs - Number.parseInt(openedAt, 36) > NONCE_LIFE_MS ? "too-old" : "good";
}

/** Bound to the visit and to the status of the gate: a nonce of an earlier question, or of one that is decided, fits no more. */
function seal(secret: string, { runId, enteredAt, status }: Gate, openedAt: string): Buffer {
  return createHmac("sha256", secret)
    .update(JSON.stringify(["nonce", runId, enteredAt, status, openedAt]))
    .digest();
}
