/** The link by which a person decides. Whoever has it may decide: it is sent to on-call and kept nowhere. */
import type { Plan } from "./plan";

/** Base path of the approval page on the endpoint's domain. */
export const APPROVAL_BASE_PATH = "approval";

/** 256 bits in base64url. */
export const LINK_SECRET_PATTERN = /^[A-Za-z0-9_-]{43}$/;

/** Where the approval page is. */
export function approvalOrigin({ traffic }: Plan): string {
  return `https://${traffic.endpoint.domainName}`;
}

export function approvalUrl(plan: Plan, runId: string, secret: string): string {
  return `${approvalOrigin(plan)}/${APPROVAL_BASE_PATH}/${encodeURIComponent(runId)}/${secret}`;
}

const LINK_IN_TEXT = new RegExp(`(/${APPROVAL_BASE_PATH}/[^/\\s]+/)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])`, "g");

/** A text that may be kept: links in it have lost their secret. */
export function withoutLinkSecrets(text: string): string {
  return text.replace(LINK_IN_TEXT, "$1...");
}
