/** Field types whose error messages say what is allowed, in the operator's language; one sentence for every way to fail. */
import * as z from "zod";

/** A text of a given form. */
export const text = (pattern: RegExp, allowed: string) => z.string(allowed).regex(pattern, allowed);

/** What is left of a text where only what people see counts. */
export const asOneLine = (given: string) => given.replace(/[\p{C}\p{Z}\s]+/gu, " ").trim();

/**
 * A person's words, as one line: line breaks, terminal escapes and characters that hide or turn text around become a space, so that
 * nobody writes a section of Baton's own into a message. Invalid only where too much is left.
 */
export const oneLine = (longest: number, allowed: string) =>
  z.string(allowed).transform(asOneLine).pipe(z.string().max(longest, allowed));

/** A whole number within bounds, both allowed. */
export const wholeNumber = (least: number, most: number, unit = "") => {
  const allowed = `a whole number${unit} from ${least} to ${most}`;
  return z.number(allowed).int(allowed).min(least, allowed).max(most, allowed);
};

/** A span of time that has to pass. */
export const seconds = () => {
  const allowed = "a whole number of seconds above 0";
  return z.number(allowed).int(allowed).positive(allowed);
};

export const regionName = () => text(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS Region name like eu-west-1");

export const dnsName = () =>
  text(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i,
    "a fully qualified domain name without a final dot, like shop.example.com",
  );

export const hostedZoneId = () => text(/^Z[A-Z0-9]{1,31}$/, "a hosted zone ID like Z0123456789ABCDEFGHIJ");

/** Without a user's name or password: the plan lies beside every function's code, and is shown in messages. */
export const httpsUrl = () =>
  z
    .url({ protocol: /^https$/, error: "an https:// URL" })
    .refine((url) => !/^https:\/\/[^/?#]*@/i.test(url), "an https:// URL without a user's name or password");

/** Name of a resource within a plan. */
export const resourceId = () =>
  text(
    /^[a-z][a-z0-9-]{0,31}$/,
    "lower-case letters, digits and dashes, starting with a letter, at most 32 characters",
  );

/** An ARN of one service, like `arn("acm")`. */
export const arn = (service: string) =>
  text(
    new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:.+$`),
    `an ARN like arn:aws:${service}:eu-west-1:123456789012:...`,
  );

export const roleArn = () =>
  text(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, "a role ARN like arn:aws:iam::123456789012:role/web");
