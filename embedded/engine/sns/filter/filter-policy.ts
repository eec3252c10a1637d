import { ServiceError } from '../../service-error.ts';

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export type JsonObject = { readonly [name: string]: Json };

/** A filter policy, parsed. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
export type FilterPolicy = JsonObject;

/** What a policy looks at. */
export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What SNS answers for a policy that it does not take. */
export const invalidPolicy = (problem: string): ServiceError =>
  new ServiceError('InvalidParameter', `filter policy: ${problem}`);
