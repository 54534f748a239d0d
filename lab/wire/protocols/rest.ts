/** restXml and restJson1: method and path name the operation; members travel in path, query, headers, status and body. */

import { XmlShapeDeserializer } from "@aws-sdk/core/protocols";
import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef, StaticOperationSchema } from "@smithy/types";
import { bodyBytes, bodyText, headerOf, type WireHttpRequest } from "../http";
import type { ServiceDescription } from "../operations";
import type { EncodedAnswer, NamedOperation, ProtocolCodec, WireError } from "./codec";
import { errorMembers, readJson, writeJson } from "./json";
import { findRoute, httpTrait } from "./rest-routes";
import { scalarFromText, scalarToText } from "./scalar";
import { errorMembersXml, escapeXml, innerXml, XML_SETTINGS, xmlElement } from "./xml";

/** What differs between the two: how a document is read and written. */
interface DocumentFormat {
  readonly contentType: string;
  read(schema: $SchemaRef, request: WireHttpRequest): Promise<unknown>;
  write(schema: $SchemaRef, value: unknown, service: ServiceDescription): string;
}

const xmlDocuments: DocumentFormat = {
  contentType: "text/xml",
  read: async (schema, request) =>
    new XmlShapeDeserializer(XML_SETTINGS).read(NormalizedSchema.of(schema), bodyBytes(request)),
  write: (schema, value, service) =>
    xmlElement(NormalizedSchema.of(schema).getName() ?? "Response", innerXml(schema, value), service.xmlNamespace),
};

const jsonDocuments: DocumentFormat = {
  contentType: "application/json",
  read: (schema, request) => readJson(schema, bodyText(request), true),
  write: (schema, value) => writeJson(schema, value, true),
};

async function decode(
  format: DocumentFormat,
  named: NamedOperation,
  request: WireHttpRequest,
): Promise<Record<string, unknown>> {
  const schema = NormalizedSchema.of(named.operation[4]);
  const input: Record<string, unknown> = {};
  let payload: [string, NormalizedSchema] | undefined;
  for (const [name, member] of schema.structIterator()) {
    if (member.getMergedTraits().httpPayload) payload = [name, member];
    const value = boundValue(name, member, named, request);
    if (value !== undefined) input[name] = value;
  }
  if (bodyBytes(request).byteLength === 0) return input;
  if (payload) return { ...input, [payload[0]]: await readPayload(format, payload[1], request) };
  return { ...((await format.read(named.operation[4], request)) as object), ...input };
}

/** A member that travels in path, query or header. */
function boundValue(
  name: string,
  member: NormalizedSchema,
  { labels }: NamedOperation,
  request: WireHttpRequest,
): unknown {
  const traits = member.getMergedTraits();
  if (traits.httpLabel) return labels[name] === undefined ? undefined : scalarFromText(member, labels[name]);
  if (traits.httpQuery) return queryValue(member, request.query?.[traits.httpQuery]);
  const header = traits.httpHeader ? headerOf(request, traits.httpHeader) : undefined;
  return header === undefined ? undefined : scalarFromText(member, header);
}

function queryValue(member: NormalizedSchema, raw: string | readonly string[] | null | undefined): unknown {
  if (raw === undefined || raw === null) return undefined;
  const texts = typeof raw === "string" ? [raw] : raw;
  if (member.isListSchema()) return texts.map((text) => scalarFromText(member.getValueSchema(), text));
  return scalarFromText(member, texts[0] ?? "");
}

async function readPayload(
  format: DocumentFormat,
  member: NormalizedSchema,
  request: WireHttpRequest,
): Promise<unknown> {
  if (member.isBlobSchema()) return bodyBytes(request);
  return member.isStringSchema() ? bodyText(request) : format.read(member, request);
}

function encode(
  format: DocumentFormat,
  service: ServiceDescription,
  operation: StaticOperationSchema,
  output: unknown,
  requestId: string,
): EncodedAnswer {
  const headers: Record<string, string> = { "content-type": format.contentType, "x-amzn-requestid": requestId };
  const document: Record<string, unknown> = {};
  let statusCode = httpTrait(operation)?.status ?? 200;
  let payload: [NormalizedSchema, unknown] | undefined;
  const schema = NormalizedSchema.of(operation[5]);
  for (const [name, member] of schema.structIterator()) {
    const value = (output as Record<string, unknown> | undefined)?.[name];
    const traits = member.getMergedTraits();
    if (traits.httpPayload) payload = [member, value];
    if (value === undefined || value === null) continue;
    if (traits.httpHeader) headers[traits.httpHeader.toLowerCase()] = scalarToText(member, value);
    else if (traits.httpResponseCode) statusCode = Number(value);
    else document[name] = value;
  }
  const body = payload ? writePayload(format, service, ...payload) : format.write(operation[5], document, service);
  return { statusCode, headers, body };
}

function writePayload(
  format: DocumentFormat,
  service: ServiceDescription,
  member: NormalizedSchema,
  value: unknown,
): string | Uint8Array {
  if (value === undefined || value === null) return "";
  if (value instanceof Uint8Array || typeof value === "string") return value;
  return format.write(member, value, service);
}

function restCodec(format: DocumentFormat, encodeError: ProtocolCodec["encodeError"]): ProtocolCodec {
  return {
    operationOf: findRoute,
    decode: (named, request) => decode(format, named, request),
    encode: (service, operation, output, requestId) => encode(format, service, operation, output, requestId),
    encodeError,
  };
}

export const restXml = restCodec(xmlDocuments, (service, error: WireError, requestId) => {
  const members = errorMembersXml(error.schema, error.members);
  const described = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>${members}`;
  const content = `<Error><Type>Sender</Type>${described}</Error><RequestId>${requestId}</RequestId>`;
  const headers = { "content-type": "text/xml", "x-amzn-requestid": requestId };
  return { statusCode: error.status, headers, body: xmlElement("ErrorResponse", content, service.xmlNamespace) };
});

export const restJson1 = restCodec(jsonDocuments, (_service, error: WireError, requestId) => {
  const headers = { "content-type": "application/json", "x-amzn-requestid": requestId, "x-amzn-errortype": error.code };
  return { statusCode: error.status, headers, body: JSON.stringify({ Type: "User", ...errorMembers(error, true) }) };
});
