import { describe, expect, test } from "@jest/globals";
import { Properties } from "../../../../lab/services/platform/properties";

const read = (values: Readonly<Record<string, unknown>>) => new Properties(values, "Stack/Resource");

describe("properties of a resource", () => {
  test("that nobody read are refused, by name and place", () => {
    const properties = read({ Known: "x", Harmless: 1, Surprise: true, Another: [] });
    properties.text("Known");
    expect(() => properties.finish(["Harmless"])).toThrow(
      "Stack/Resource: the lab does not simulate Surprise, Another",
    );
  });

  test("take numbers and flags written as text, as CloudFormation does", () => {
    const properties = read({ Number: "60", Flag: "true" });
    expect([properties.number("Number"), properties.flag("Flag", false)]).toEqual([60, true]);
  });

  test.each([
    ["a missing text", (of: Properties) => of.text("Absent"), /Absent is required/],
    ["a missing number", (of: Properties) => of.number("Absent"), /Absent is required/],
    ["a text that is a number", (of: Properties) => of.text("Number"), /must be text/],
    ["a number that is a word", (of: Properties) => of.number("Text"), /must be a number/],
    ["a flag that is a word", (of: Properties) => of.flag("Text", true), /true or false/],
    ["a list that is a text", (of: Properties) => of.list("Text"), /must be a list/],
    ["texts that are numbers", (of: Properties) => of.texts("Numbers"), /must hold text/],
    ["an object that is a text", (of: Properties) => of.optionalRecord("Text"), /must be an object/],
    ["objects that are numbers", (of: Properties) => of.sections("Numbers"), /must hold objects/],
  ])("with %s say what is wrong", (_, look, problem) => {
    expect(() => look(read({ Number: 1, Text: "word", Numbers: [1] }))).toThrow(problem);
  });
});
