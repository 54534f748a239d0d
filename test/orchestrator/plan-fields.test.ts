/** The form of single fields: what is around a good value makes it a bad one. */
import { describe, expect, test } from "@jest/globals";
import { problemsWith, shownPath } from "./plan-draft";

const ACCOUNT = "123456789012";
const KEY = (region: string, account = ACCOUNT) =>
  `arn:aws:kms:${region}:${account}:key/2b7d1c94-8e05-4f63-a1d2-9c4e6f80b375`;
const NEWLINE = "\n";

/** Path, and a value that is allowed there. */
const FIELDS: readonly (readonly [path: string, good: string])[] = [
  ["application", "storefront"],
  ["account", ACCOUNT],
  ["regions.witness", "us-west-2"],
  ["regions.witness", "us-gov-west-1"],
  ["traffic.hostedZoneId", "Z0123456789ABCDEFGHIJ"],
  ["traffic.recordName", "shop.storefront.example.com"],
  ["traffic.recordName", "a.b.com"],
  ["traffic.endpoint.pathSecretParameter", "/baton/storefront/traffic-path-secret"],
  ["resources.0.id", "orders-db"],
  ["resources.1.instanceRoleArn", `arn:aws:iam::${ACCOUNT}:role/storefront-web`],
  ["resources.1.instanceRoleArn", `arn:aws-us-gov:iam::${ACCOUNT}:role/path/storefront-web`],
  ["runbookBaseUrl", "https://wiki.example.com/operations.md"],
  ["contacts.sms.0", "+4915112345678"],
];

const about = (path: string, value: unknown) =>
  problemsWith({ [path]: value }).filter((each) => each.path === shownPath(path));

describe.each(FIELDS)("%s", (path, good) => {
  test(`may be ${good}`, () => {
    expect(about(path, good)).toEqual([]);
  });

  test.each([
    ["after a space", ` ${good}`],
    ["before a space", `${good} `],
    ["on a second line", `#${NEWLINE}${good}`],
    ["with a second line", `${good}${NEWLINE}#`],
  ])(`may not stand %s`, (_, bad) => {
    expect(about(path, bad)).not.toEqual([]);
  });
});

describe("addresses that are asked over the web", () => {
  test.each(["detection.healthUrl", "verification.healthUrl", "runbookBaseUrl"])(
    "%s is https, and nothing else",
    (path) => {
      for (const protocol of ["http", "httpsx", "xhttps", "ftp", "javascript"])
        expect(about(path, `${protocol}://standby.storefront.example.com/health`)).not.toEqual([]);
      expect(about(path, "not an address")).not.toEqual([]);
    },
  );

  test.each(["detection.healthUrl", "verification.healthUrl"])("%s carries no password", (path) => {
    for (const user of ["ada:secret@", "ada@", ":@"])
      expect(about(path, `https://${user}standby.storefront.example.com/health`)).not.toEqual([]);
    expect(about(path, "https://standby.storefront.example.com/health?who=ada@example.com")).toEqual([]);
  });

  test("a runbook's address has no anchor and no blank, of whatever length it may be", () => {
    expect(about("runbookBaseUrl", `https://${"w".repeat(300)}`)).toEqual([]);
    for (const rest of ["", "w".repeat(301), "wiki#top", "wiki page"])
      expect(about("runbookBaseUrl", `https://${rest}`)).not.toEqual([]);
  });
});

describe("names that others set limits to", () => {
  test("a domain name has at most 253 characters, a label at most 63", () => {
    const labels = (count: number) => Array.from({ length: count }, () => "a".repeat(49)).join(".");
    expect(about("traffic.recordName", `${labels(5)}.com`.slice(-253))).toEqual([]);
    expect(about("traffic.recordName", `aaaaa.${labels(5)}.com`)).not.toEqual([]);
    expect(about("traffic.recordName", `${"a".repeat(63)}.com`)).toEqual([]);
    expect(about("traffic.recordName", `${"a".repeat(64)}.com`)).not.toEqual([]);
  });

  test("a value outside of a choice or a range is refused", () => {
    expect(about("policy.onApprovalTimeout", "call-operator")).toEqual([]);
    expect(about("policy.onApprovalTimeout", "proceed")[0]?.allowed).toBe('one of "stand-down", "call-operator"');
    expect(about("objectives.rpoSeconds", 7 * 24 * 3600)).toEqual([]);
    expect(about("objectives.rpoSeconds", 7 * 24 * 3600 + 1)).not.toEqual([]);
  });
});

describe("keys of images", () => {
  test.each([
    ["primary", "resources.1.primaryImageKeyArn", "us-east-1", "eu-west-1"],
    ["standby", "resources.1.standbyImageKeyArn", "eu-west-1", "us-east-1"],
  ])("for the %s are in its Region and of the plan's account", (_, path, own, other) => {
    expect(about(path, KEY(own))).toEqual([]);
    expect(about(path, undefined)).toEqual([]);
    expect(about(path, KEY(other))[0]?.allowed).toContain(own);
    expect(about(path, KEY(own, "999999999999"))[0]?.allowed).toContain(ACCOUNT);
  });
});
