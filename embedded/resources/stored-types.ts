import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import { NOT_ENFORCED } from '../not-enforced.ts';
import type { Provisioned, ResourceRequest } from './resource-type.ts';

/** How templates refer to a resource that is only stored; by default `Ref` is a made-up name and there are no attributes. */
const REFERENCES: Readonly<Record<string, (request: ResourceRequest) => Provisioned>> = {
  'AWS::IAM::Role': ({ name, logicalId }) => {
    const role = name('RoleName', { maxLength: 64 });
    return { ref: role, attributes: { Arn: iam(`role/${role}`), RoleId: `AROA${logicalId}` } };
  },
  'AWS::IAM::ManagedPolicy': ({ name }) => {
    const arn = iam(`policy/${name('ManagedPolicyName', { maxLength: 128 })}`);
    return { ref: arn, attributes: { PolicyArn: arn } };
  },
  'AWS::KMS::Key': ({ name }) => {
    const key = name('KeyId', { maxLength: 64 });
    return { ref: key, attributes: { Arn: `arn:${PARTITION}:kms:${REGION}:${ACCOUNT_ID}:key/${key}`, KeyId: key } };
  },
  'AWS::KMS::Alias': ({ properties }) => ({ ref: String(properties['AliasName']), attributes: {} }),
};

/** True for a type that needs to exist for references only: the table says why. */
export function isStoredOnly(type: string): boolean {
  return NOT_ENFORCED.some((row) => row.type === type && row.properties === undefined);
}

/** Makes up the identifiers of a resource that is only stored. */
export function store(type: string, request: ResourceRequest): Provisioned {
  const reference = REFERENCES[type];
  if (reference) return reference(request);
  return { ref: request.name('Name', { maxLength: 128 }), attributes: {} };
}

function iam(resource: string): string {
  return `arn:${PARTITION}:iam::${ACCOUNT_ID}:${resource}`;
}
