/** The shape of a CloudFormation template, as far as the lab understands it. What it does not understand, it refuses. */
import * as z from "zod";

const unknownRecord = z.record(z.string(), z.unknown());

const resourceSchema = z.strictObject({
  Type: z.string(),
  Properties: unknownRecord.default({}),
  Metadata: unknownRecord.default({}),
  DependsOn: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((ids) => (typeof ids === "string" ? [ids] : ids)),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

const parameterSchema = z.looseObject({ Type: z.string(), Default: z.union([z.string(), z.number()]).optional() });

const outputSchema = z.looseObject({
  Value: z.unknown(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: z.unknown() }).optional(),
});

/** Strict: a section such as `Transform` changes what the template means, so it is an error until the lab knows it. */
export const templateSchema = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Parameters: z.record(z.string(), parameterSchema).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), unknownRecord)).default({}),
  Conditions: unknownRecord.default({}),
  Rules: unknownRecord.default({}),
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), outputSchema).default({}),
});

export type Template = z.output<typeof templateSchema>;
export type TemplateResource = Template["Resources"][string];

/** CDK's own check that an account is bootstrapped: the lab's accounts are. Any other rule is refused. */
export const IGNORED_RULES: readonly string[] = ["CheckBootstrapVersion"];

/** Types that describe the template itself and create nothing. */
export const IGNORED_RESOURCE_TYPES: readonly string[] = ["AWS::CDK::Metadata"];
