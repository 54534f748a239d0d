/** Tags of instances. They belong to the instance and stay when it is renamed; the ARN that finds them does not. */
import type { AddTagsToResourceMessage, ListTagsForResourceMessage, Tag, TagListMessage } from "@aws-sdk/client-rds";
import { AwsError } from "../../kernel/service";
import type { DatabaseInstance } from "./database-instance";
import { type InstanceBook, nameOf } from "./instance-book";

/** At most so many tags on one resource. [doc] */
const MOST_TAGS = 50;

export class Tagging {
  constructor(private readonly book: InstanceBook) {}

  add({ ResourceName, Tags }: AddTagsToResourceMessage): Record<string, never> {
    setTags(this.tagged(ResourceName), Tags ?? []);
    return {};
  }

  list({ ResourceName }: ListTagsForResourceMessage): TagListMessage {
    return { TagList: [...this.tagged(ResourceName).tags].map(([Key, Value]) => ({ Key, Value })) };
  }

  private tagged(arn: string | undefined): DatabaseInstance {
    if (!arn?.startsWith("arn:")) throw new AwsError("InvalidParameterValue", `Invalid resource name: ${arn}`);
    const instance = this.book.get(nameOf(arn));
    if (instance.arn !== arn) throw new AwsError("DBInstanceNotFound", `DBInstance ${arn} not found.`, 404);
    return instance;
  }
}

export function setTags({ tags }: DatabaseInstance, given: readonly Tag[]): void {
  for (const { Key, Value } of given) {
    if (!Key || Key.startsWith("aws:")) throw new AwsError("InvalidParameterValue", `Invalid tag key: ${Key}`);
    tags.set(Key, Value ?? "");
  }
  if (tags.size > MOST_TAGS) throw new AwsError("InvalidParameterValue", `More than ${MOST_TAGS} tags.`);
}
