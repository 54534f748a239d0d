/** Field types of a plan whose error messages say what is allowed, in the operator's language. */
import * as z from "zod";

export const seconds = () => z.number().int().positive("a whole number of seconds above 0");

export const regionName = () => z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS Region name like eu-west-1");

export const dnsName = () =>
  z.string().regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i, "a fully qualified domain name");

export const hostedZoneId = () => z.string().regex(/^Z[A-Z0-9]{1,31}$/, "a hosted zone ID like Z0123456789ABCDEFGHIJ");

export const httpsUrl = () => z.url({ protocol: /^https$/, error: "an https:// URL" });

/** An ARN of one service, like `arn("acm")`. */
export const arn = (service: string) =>
  z
    .string()
    .regex(
      new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{12}:.+$`),
      `an ARN like arn:aws:${service}:eu-west-1:123456789012:...`,
    );
