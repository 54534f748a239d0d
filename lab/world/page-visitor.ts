/** Somebody with the message and a browser: opens its link and presses buttons, through the simulated internet and real HTML. */
import type { Journal } from "../kernel/journal";
import type { HttpAnswer, WebPort } from "../kernel/ports";

/** A browser's patience. */
const PATIENCE_MS = 30_000;
const LINK = /https:\/\/\S+\/approval\/\S+/;
const NONCE = /name="nonce" value="([^"]+)"/;

export interface PageAnswer {
  readonly who: string;
  readonly decision: "approve" | "decline";
  readonly remark: string;
}

export class PageVisitor {
  /** Of the latest message that had one. */
  private link: string | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly web: WebPort,
  ) {
    journal.onEntry(({ kind, facts }) => {
      if (kind === "message-published") this.link = LINK.exec(String(facts.email))?.[0] ?? this.link;
    });
  }

  /** What the page says; null where no message had a link. */
  async open(who: string): Promise<HttpAnswer | null> {
    if (this.link === undefined) {
      this.tell("page-opened", `${who} finds no link in any message.`);
      return null;
    }
    const page = await this.web.request("internet", "GET", this.link, "", PATIENCE_MS);
    this.tell("page-opened", `${who} opens the approval page: ${described(page)}.`, page);
    return page;
  }

  /** Whether there was a question to answer: a page that is used up, or no link at all, offers no form. */
  async decide({ who, decision, remark }: PageAnswer): Promise<boolean> {
    const page = await this.open(who);
    const nonce = NONCE.exec(page?.body ?? "")?.[1];
    if (nonce === undefined) {
      this.tell("page-answered", `${who} finds no form on the page.`);
      return false;
    }
    const form = new URLSearchParams({ nonce, name: who, remark, decision }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await this.web.request("internet", "POST", this.link ?? "", form, PATIENCE_MS, headers);
    this.tell("page-answered", `${who} presses "${decision}": ${described(answer)}.`, answer);
    return true;
  }

  private tell(kind: string, summary: string, answer?: HttpAnswer): void {
    const facts = answer ? { status: answer.status ?? 0 } : {};
    this.journal.record({ place: "internet", actor: "person", kind, summary, facts });
  }
}

/** As the tab says it: the page's title. */
function described({ status, body }: HttpAnswer): string {
  if (status === null) return "no answer";
  const title = /<title>([^<]*)<\/title>/.exec(body)?.[1];
  return title === undefined ? `HTTP ${status}` : `HTTP ${status}, "${title}"`;
}
