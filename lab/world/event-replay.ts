/** At-least-once, on demand: remembers the alarm event that reached the standby's bus and delivers it again, same id. */
import type { ApiCall } from "../kernel/service";
import type { ServiceDirectory } from "./service-directory";

interface ForwardedEvent {
  readonly "detail-type"?: string;
  readonly detail?: { readonly alarmName?: string; readonly state?: { readonly value?: string } };
}

export class EventReplay {
  private lastAlarm: ApiCall | undefined;

  /** @param alarmName only this alarm's ALARM events are remembered */
  constructor(
    private readonly services: ServiceDirectory,
    alarmName: string,
  ) {
    services.onCall((call) => {
      if (call.operation !== "ForwardEvent") return;
      const event = call.input.Event as ForwardedEvent;
      if (event.detail?.alarmName === alarmName && event.detail.state?.value === "ALARM") this.lastAlarm = call;
    });
  }

  /** @throws Error when no alarm went off yet: the scenario's times are wrong */
  deliverAgain(copies: number): void {
    const { lastAlarm } = this;
    if (!lastAlarm) throw new Error("No alarm event has reached the standby's bus yet; there is nothing to repeat.");
    for (let copy = 0; copy < copies; copy += 1) void this.services.call(lastAlarm);
  }
}
