/** `GetExecutionHistory`: pages of events, in either direction. */
import type { HistoryEvent } from "../../states/history-event";
import { type Input, optionalNumber, optionalText } from "../platform/input";

const LARGEST_PAGE = 1000;
const USUAL_PAGE = 100;

export function historyPage(history: readonly HistoryEvent[], input: Input): unknown {
  const ordered = input.reverseOrder === true ? [...history].reverse() : history;
  const asked = optionalNumber(input, "maxResults") ?? 0;
  const size = Math.min(LARGEST_PAGE, asked === 0 ? USUAL_PAGE : asked);
  const from = Number(optionalText(input, "nextToken") ?? 0);
  const isLast = from + size >= ordered.length;
  return { events: ordered.slice(from, from + size), ...(isLast ? {} : { nextToken: String(from + size) }) };
}
