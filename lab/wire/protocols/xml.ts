/** XML answers, written by the SDK's own serializer. */

import { XmlShapeSerializer } from "@aws-sdk/core/protocols";
import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef } from "@smithy/types";

/** Timestamps default to ISO 8601 in every XML protocol. */
export const XML_SETTINGS = {
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: false,
  xmlNamespace: "",
  serviceNamespace: "",
} as const;

const ENTITIES: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };

export function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => ENTITIES[character] ?? character);
}

/** A structure's members without its own element, so that the caller can name the element as the protocol wants. */
export function innerXml(schema: $SchemaRef, value: unknown): string {
  if (!NormalizedSchema.of(schema).isStructSchema()) return "";
  const serializer = new XmlShapeSerializer(XML_SETTINGS);
  serializer.write(NormalizedSchema.of(schema), value ?? {});
  const element = String(serializer.flush());
  const start = element.indexOf(">") + 1;
  const end = element.lastIndexOf("</");
  return end < start ? "" : element.slice(start, end);
}

export function xmlElement(name: string, content: string, namespace = ""): string {
  const attribute = namespace ? ` xmlns="${escapeXml(namespace)}"` : "";
  return `<${name}${attribute}>${content}</${name}>`;
}

/** Members of a declared error beside its message; nothing for undeclared ones. */
export function errorMembersXml(schema: $SchemaRef | undefined, members: Readonly<Record<string, unknown>>): string {
  return schema && Object.keys(members).length > 0 ? innerXml(schema, members) : "";
}
