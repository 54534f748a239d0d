/**
 * Tells people. At least once, with duplicates kept out: a message is marked before and after it is published, and one
 * that is marked as sent is not sent again. Whoever dies between publishing and the second mark sends it twice: on-call
 * may read a page twice, but must never miss one. Failing to publish is an answer, not an error: it never stops a run.
 */
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { withoutLinkSecrets } from "../../orchestrator/approval-link";
import type { Notice } from "../../orchestrator/notice";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Runtime } from "../runtime/runtime";
import { describeFailure } from "./failures";
import type { Table } from "./table";

export type Delivery =
  | { readonly sent: true; readonly detail: string }
  | { readonly sent: false; readonly detail: string };

export class Notifier {
  private readonly sns: SNSClient;

  constructor(
    private readonly runtime: Runtime<NoticeEnvironment>,
    private readonly table: Table,
  ) {
    this.sns = runtime.clients.get(SNSClient, runtime.plan.regions.standby);
  }

  /** `occasion` tells two messages of one kind in one run apart; the same occasion is told once. */
  async send(runId: string, notice: Notice, occasion = ""): Promise<Delivery> {
    const key = { pk: `RUN#${runId}`, sk: `NOTICE#${notice.kind}${occasion && `#${occasion}`}` };
    try {
      const kept = withoutSecrets(notice);
      const mark = await this.table.insert(key, { ...kept, isSent: false });
      if (!mark.written && mark.existing?.isSent === true) return { sent: true, detail: "was sent before" };
      const { MessageId: messageId = "" } = await this.sns.send(this.publish(notice));
      const atMs = this.runtime.clock.now();
      await this.table.put(key, { ...kept, isSent: true, sentAtMs: atMs, messageId });
      return { sent: true, detail: notice.subject };
    } catch (error) {
      const detail = `The message "${notice.subject}" could not be sent: ${describeFailure(error)}.`;
      this.runtime.log.error(detail, { error });
      return { sent: false, detail };
    }
  }

  /** Each protocol gets its own text. */
  private publish({ subject, email, sms }: Notice): PublishCommand {
    return new PublishCommand({
      TopicArn: this.runtime.environment.TOPIC_ARN,
      Subject: subject,
      MessageStructure: "json",
      Message: JSON.stringify({ default: email, email, sms }),
    });
  }
}

/** What may be kept of a message: whoever reads the table must not be able to decide by its link. */
function withoutSecrets({ kind, subject, email, sms }: Notice): Notice {
  return { kind, subject, email: withoutLinkSecrets(email), sms: withoutLinkSecrets(sms) };
}
