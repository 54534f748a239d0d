/** Judges of what people were told: messages, the run's record, the approval page. */
import type { Judge } from "./findings";
import { repeatedNotices } from "./notices";
import { verdict } from "./verdict";

type Judged =
  | "notice-says"
  | "email-says"
  | "record-says"
  | "page-shows"
  | "question-ended"
  | "no-message-twice"
  | "on-call-reads-nothing";

export const MESSAGE_JUDGES: { readonly [That in Judged]: Judge<That> } = {
  "notice-says": ({ words, atLatestSeconds = Number.POSITIVE_INFINITY, times }, { notices }) => {
    const saying = notices.filter(({ subject }) => subject.includes(words));
    const inTime = saying.filter(({ atSeconds }) => atSeconds <= atLatestSeconds);
    const when = Number.isFinite(atLatestSeconds) ? ` within ${atLatestSeconds} s` : "";
    const howOften = times === undefined ? "" : `, ${times} time${times === 1 ? "" : "s"} in all`;
    return verdict(
      `on-call reads "${words}"${when}${howOften}`,
      inTime.length > 0 && saying.length === (times ?? saying.length),
      `subjects: ${notices.map(({ subject, atSeconds }) => `${subject} (${Math.round(atSeconds)} s)`).join("; ") || "none"}`,
    );
  },
  "email-says": ({ words }, found) => {
    const holds = found.notices.some(({ email }) => email.includes(words));
    return verdict(`on-call's e-mail says "${words}"`, holds, holds ? "it does" : "none of them does");
  },
  "record-says": ({ words }, { recordLines }) => {
    const holds = recordLines.some((line) => line.includes(words));
    return verdict(
      `the run's record says "${words}"`,
      holds,
      holds ? "it does" : `it says: ${recordLines.join(" / ")}`,
    );
  },
  "page-shows": ({ words }, { pageVisits }) => {
    const holds = pageVisits.some((visit) => visit.includes(words));
    return verdict(`somebody meets on the page: ${words}`, holds, pageVisits.join(" / ") || "nobody opens it");
  },
  "question-ended": ({ outcome, by }, { approval }) => {
    const decidedBy = approval?.decision?.decidedBy ?? null;
    const seen = approval === null ? "it has not ended" : `it was ${approval.outcome} by ${decidedBy ?? "nobody"}`;
    const holds = approval?.outcome === outcome && decidedBy === by;
    return verdict(`the question was ${outcome} by ${by ?? "nobody"}`, holds, seen);
  },
  "no-message-twice": (_, found) => {
    const repeated = repeatedNotices(found.notices);
    return verdict(
      "no message twice",
      repeated.length === 0,
      repeated.map(({ subject }) => subject).join("; ") || "none",
    );
  },
  "on-call-reads-nothing": (_, { notices }) =>
    verdict(
      "on-call reads nothing",
      notices.length === 0,
      notices.map(({ subject }) => subject).join("; ") || "nothing",
    ),
};
