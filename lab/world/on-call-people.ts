/** The people who read the messages and react to them, each after a while. */
import type { Journal, JournalEntry } from "../kernel/journal";
import type { VirtualClock } from "../kernel/virtual-clock";
import type { Reaction } from "../scenarios/reaction";
import type { PageVisitor } from "./page-visitor";

export interface PeopleParts {
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly visitor: PageVisitor;
}

/** Lets every reaction follow the first message that it is about. @returns those that nobody has begun yet, as time goes on */
export function reactToMessages(
  { clock, journal, visitor }: PeopleParts,
  reactions: readonly Reaction[],
): ReadonlySet<Reaction> {
  const unread = new Set(reactions);
  const outstanding = new Set(reactions);
  journal.onEntry((entry) => {
    if (entry.kind !== "message-published") return;
    for (const reaction of [...unread].filter((one) => isAbout(one, entry))) {
      unread.delete(reaction);
      clock.after(reaction.afterSeconds * 1000, () => {
        outstanding.delete(reaction);
        void act(visitor, reaction);
      });
    }
  });
  return outstanding;
}

async function act(visitor: PageVisitor, { does }: Reaction): Promise<void> {
  if (does.type === "decides-on-the-approval-page") await visitor.decide(does);
  else await visitor.open(does.who);
}

function isAbout({ whenOnCallReads }: Reaction, { facts }: JournalEntry): boolean {
  return String(facts.subject).includes(whenOnCallReads);
}
