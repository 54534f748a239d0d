/** How numbers read to a tired person: durations, shares, clocks. */

/** "6 min 52 s", "41 s", "0.6 s", "2 h 05 min"; "none" for null. */
export function duration(seconds: number | null): string {
  if (seconds === null) return "none";
  if (seconds < 0) return `-${duration(-seconds)}`;
  if (seconds < 10 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`;
}

/** Time since the first fault: "T+06:52", before it "T-00:40". */
export function drillClock(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${pad(Math.floor((whole % 3600) / 60))}:${pad(whole % 60)}`;
  return `T${seconds < 0 ? "-" : "+"}${hours > 0 ? `${hours}:` : ""}${rest}`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** "1.06 x the floor", or nothing where there is no floor to compare with. */
export function timesFloor(rtoSeconds: number | null, floorSeconds: number | null): string {
  if (rtoSeconds === null || floorSeconds === null || floorSeconds === 0) return "";
  return `${(rtoSeconds / floorSeconds).toFixed(2)} x the floor`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
