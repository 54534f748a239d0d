/** Everything that Baton is compared with. */
import type { Alternative } from "./alternative";
import { dnsAlone } from "./alternatives/dns-alone";
import { person } from "./alternatives/person";
import { promoteOnAlarm } from "./alternatives/promote-on-alarm";
import { regionSwitch } from "./alternatives/region-switch";
import { sequentialRunbook } from "./alternatives/sequential-runbook";

export const ALTERNATIVES: readonly Alternative[] = [dnsAlone, promoteOnAlarm, sequentialRunbook, person, regionSwitch];
