/** The environment of each function, one schema each: CDK sets what the handler reads. */
import * as z from "zod";

/** Functions that read or write the baton's table. */
export const tableEnvironment = z.object({ TABLE_NAME: z.string().min(1) });
export type TableEnvironment = z.output<typeof tableEnvironment>;

/** Functions that also tell people. */
export const noticeEnvironment = tableEnvironment.extend({ TOPIC_ARN: z.string().startsWith("arn:") });
export type NoticeEnvironment = z.output<typeof noticeEnvironment>;

/** Functions that need nothing but the plan. */
export const planOnlyEnvironment = z.object({});
export type PlanOnlyEnvironment = z.output<typeof planOnlyEnvironment>;
