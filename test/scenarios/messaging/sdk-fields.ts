import type { BatchEntry, BatchResult } from '../../../embedded/engine/batch-request.ts';
import type { MessageAttributes } from '../../../embedded/engine/sqs/message.ts';

/** An attribute in the SDK's fields, SQS's and SNS's alike. */
interface SdkAttribute {
  readonly DataType: string | undefined;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

export const sdkAttributes = (attributes: MessageAttributes = {}): Record<string, SdkAttribute> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      {
        DataType: dataType,
        ...(stringValue !== undefined && { StringValue: stringValue }),
        ...(binaryValue !== undefined && { BinaryValue: Buffer.from(binaryValue, 'base64') }),
      },
    ]),
  );

export const engineAttributes = (attributes: Readonly<Record<string, SdkAttribute>> = {}): MessageAttributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType = '', StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
      },
    ]),
  );

interface SdkBatchAnswer {
  readonly Successful?: readonly {
    readonly Id?: string;
    readonly MessageId?: string;
    readonly SequenceNumber?: string;
  }[];
  readonly Failed?: readonly {
    readonly Id?: string;
    readonly Code?: string;
    readonly Message?: string;
    readonly SenderFault?: boolean;
  }[];
}

export const batchResult = ({ Successful = [], Failed = [] }: SdkBatchAnswer): BatchResult<BatchEntry> => ({
  successful: Successful.map(({ Id = '', MessageId, SequenceNumber }) => ({
    id: Id,
    ...(MessageId !== undefined && { messageId: MessageId }),
    ...(SequenceNumber !== undefined && { sequenceNumber: SequenceNumber }),
  })),
  failed: Failed.map(({ Id = '', Code = '', Message = '', SenderFault = false }) => ({
    id: Id,
    code: Code,
    message: Message,
    senderFault: SenderFault,
  })),
});

type Call = (input: never) => Promise<unknown>;

/** The same calls, whose errors have the SDK's name for them as their code, as the engine's have. */
export const withCode = <Calls extends { readonly [Name in keyof Calls]: Call }>(calls: Calls): Calls =>
  Object.fromEntries(
    Object.entries<Call>(calls).map(([action, call]) => [
      action,
      async (input: never) => {
        try {
          return await call(input);
        } catch (error) {
          const { name: code, message } = error as Error;
          throw Object.assign(new Error(message, { cause: error }), { code });
        }
      },
    ]),
  ) as Calls;
