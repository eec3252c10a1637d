import { randomUUID } from 'node:crypto';
import type { Answer } from '../engines/engine.ts';
import type { Protocol } from './aws-request.ts';
import { type XmlValue, xml } from './xml.ts';

/** A success of a service that speaks JSON. */
export function jsonAnswer(output: object, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(output),
  };
}

/** A success of a service that speaks the query protocol. */
export function queryAnswer(operation: string, namespace: string, result: XmlValue): Answer {
  const RequestId = randomUUID();
  const content = xml({ [`${operation}Result`]: result, ResponseMetadata: { RequestId } });
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': RequestId },
    body: `<${operation}Response xmlns="${namespace}">${content}</${operation}Response>`,
  };
}

/** An error as the services of a protocol write it. */
export function errorAnswer(protocol: Protocol, code: string, message: string, status = 400): Answer {
  const RequestId = randomUUID();
  const Type = status < 500 ? 'Sender' : 'Receiver';
  if (protocol === 'query') {
    return {
      status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': RequestId },
      body: `<ErrorResponse>${xml({ Error: { Type, Code: code, Message: message }, RequestId })}</ErrorResponse>`,
    };
  }
  return {
    status,
    headers: {
      'content-type': protocol === 'json' ? 'application/x-amz-json-1.0' : 'application/json',
      'x-amzn-errortype': code,
      'x-amzn-requestid': RequestId,
    },
    body: JSON.stringify({ __type: code, message, Message: message }),
  };
}
