/** Where the engine's resources live. */
export interface Location {
  /** @default 'us-east-1' */
  readonly region?: string;
  /** @default '000000000000' */
  readonly accountId?: string;
}

/** The ARN of `name` in `service`. */
export const arnOf = (
  service: string,
  name: string,
  { region = 'us-east-1', accountId = '000000000000' }: Location = {},
): string => `arn:aws:${service}:${region}:${accountId}:${name}`;

/** The name at the end of an ARN of SQS or SNS. */
export const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);
