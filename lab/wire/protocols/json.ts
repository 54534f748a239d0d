/** awsJson 1.0 and 1.1: `X-Amz-Target` names the operation, everything else is JSON. */

import { JsonShapeDeserializer, JsonShapeSerializer } from "@aws-sdk/core/protocols";
import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef, StaticOperationSchema } from "@smithy/types";
import { bodyText, headerOf, type WireHttpRequest } from "../http";
import { queryErrorOf, type ServiceDescription } from "../operations";
import type { EncodedAnswer, NamedOperation, ProtocolCodec, WireError } from "./codec";

/** Timestamps default to epoch seconds in every JSON protocol. */
const JSON_SETTINGS = { timestampFormat: { useTrait: true, default: 7 }, jsonName: false } as const;
const REST_JSON_SETTINGS = { ...JSON_SETTINGS, jsonName: true } as const;

export async function readJson(schema: $SchemaRef, text: string, isRest = false): Promise<unknown> {
  const deserializer = new JsonShapeDeserializer(isRest ? REST_JSON_SETTINGS : JSON_SETTINGS);
  return deserializer.read(NormalizedSchema.of(schema), text === "" ? "{}" : text);
}

export function writeJson(schema: $SchemaRef, value: unknown, isRest = false): string {
  if (!NormalizedSchema.of(schema).isStructSchema()) return "{}";
  const serializer = new JsonShapeSerializer(isRest ? REST_JSON_SETTINGS : JSON_SETTINGS);
  serializer.write(NormalizedSchema.of(schema), value ?? {});
  return String(serializer.flush());
}

function awsJson(version: "1.0" | "1.1"): ProtocolCodec {
  const contentType = `application/x-amz-json-${version}`;
  return {
    operationOf(service: ServiceDescription, request: WireHttpRequest): NamedOperation | undefined {
      const target = headerOf(request, "x-amz-target") ?? "";
      const operation = service.operations.get(target.slice(target.lastIndexOf(".") + 1));
      return operation && { operation, labels: {} };
    },
    async decode({ operation }: NamedOperation, request: WireHttpRequest): Promise<Record<string, unknown>> {
      if (operation[4] === "unit") return {};
      return (await readJson(operation[4], bodyText(request))) as Record<string, unknown>;
    },
    encode(
      _service: ServiceDescription,
      operation: StaticOperationSchema,
      output: unknown,
      requestId: string,
    ): EncodedAnswer {
      const headers = { "content-type": contentType, "x-amzn-requestid": requestId };
      return { statusCode: 200, headers, body: writeJson(operation[5], output) };
    },
    encodeError(_service: ServiceDescription, error: WireError, requestId: string): EncodedAnswer {
      const headers = {
        "content-type": contentType,
        "x-amzn-requestid": requestId,
        ...queryCompatibilityHeader(error),
      };
      return {
        statusCode: error.status,
        headers,
        body: JSON.stringify({ __type: jsonType(error), ...errorMembers(error) }),
      };
    },
  };
}

/** Services that once spoke awsQuery tell the old code in a header, and the SDK prefers it. */
function queryCompatibilityHeader(error: WireError): Record<string, string> {
  const code = error.schema && queryErrorOf(error.schema)?.code;
  return code === undefined ? {} : { "x-amzn-query-error": `${code};${error.status < 500 ? "Sender" : "Receiver"}` };
}

function jsonType(error: WireError): string {
  return error.schema ? `${error.schema[1]}#${error.schema[2]}` : error.code;
}

/** Message and declared members as plain JSON. */
export function errorMembers(error: WireError, isRest = false): Record<string, unknown> {
  const declared: Record<string, unknown> = error.schema
    ? JSON.parse(writeJson(error.schema, error.members, isRest))
    : {};
  return { message: error.message, ...declared };
}

export const awsJson1_0 = awsJson("1.0");
export const awsJson1_1 = awsJson("1.1");
