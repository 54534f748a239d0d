import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isOffsetDateTime, parseOffsetDateTimeMs } from "../../../lab/states/date-time";

const DATES = fc.date({
  min: new Date("0100-01-01T00:00:00Z"),
  max: new Date("9999-12-31T23:59:59Z"),
  noInvalidDate: true,
});

describe("offset date-times", () => {
  test("every ISO text means its own moment", () => {
    fc.assert(
      fc.property(DATES, (date) => {
        expect(isOffsetDateTime(date.toISOString())).toBe(true);
        expect(parseOffsetDateTimeMs(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  test("an offset shifts the moment by itself", () => {
    fc.assert(
      fc.property(DATES, fc.integer({ min: -18 * 60, max: 18 * 60 }), (date, minutes) => {
        const size = Math.abs(minutes);
        const zone = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0")).join(":");
        const text = `${date.toISOString().slice(0, -1)}${minutes < 0 ? "-" : "+"}${zone}`;
        expect(parseOffsetDateTimeMs(text)).toBe(date.getTime() - minutes * 60_000);
      }),
    );
  });

  test.each([
    ["2024-02-29T00:00:00Z", true],
    ["2023-02-29T00:00:00Z", false],
    ["1900-02-29T00:00:00Z", false],
    ["2000-02-29T00:00:00Z", true],
    ["2024-04-31T00:00:00Z", false],
    ["2024-01-01T24:00:00Z", false],
    ["2024-01-01T23:59:60Z", false],
    ["2024-01-01T00:00:00+19:00", false],
    ["2024-01-01T00:00:00+01:60", false],
    ["2024-01-01T00:00:00.Z", false],
    ["2024-01-01t00:00:00z", false],
  ])("%s: %s", (text, isValid) => {
    expect(isOffsetDateTime(text)).toBe(isValid);
  });
});
