/** The secret of a link: 256 random bits. Only its hash is kept, so that whoever reads the table cannot decide by link. */
import { createHash, timingSafeEqual } from "node:crypto";
import { LINK_SECRET_PATTERN } from "../../orchestrator/approval-link";

const SECRET_BYTES = 32;

export interface LinkSecret {
  /** 43 characters of base64url; goes into the link and nowhere else. */
  readonly secret: string;
  /** SHA-256 in hexadecimal. A slow hash would protect guessable secrets; nobody guesses 256 bits. */
  readonly hash: string;
}

export function drawLinkSecret(randomBytes: (count: number) => Uint8Array): LinkSecret {
  const secret = Buffer.from(randomBytes(SECRET_BYTES)).toString("base64url");
  return { secret, hash: hashOf(secret).toString("hex") };
}

/** Whether a secret belongs to any of the hashes. Takes the same time wherever they differ, and looks at every one of them. */
export function isLinkSecret(secret: string, hashes: readonly string[]): boolean {
  const given = hashOf(secret);
  let matches = false;
  for (const hash of hashes) {
    const kept = Buffer.from(hash, "hex");
    if (kept.length === given.length && timingSafeEqual(kept, given)) matches = true;
  }
  return matches && LINK_SECRET_PATTERN.test(secret);
}

function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
