import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { limitsWho, namesSource, type PolicyStatementNode, statementsOf } from '../graph/policy-statement.ts';
import { PropsError } from '../props/props-error.ts';

/**
 * Checks that a grantee is somebody: not everybody, and not an AWS service on behalf of anybody.
 *
 * @throws PropsError when it is.
 */
export function checkGrantee(topic: IConstruct, grantee: IGrantable): void {
  const statement = statementFor(topic, grantee);
  if (statement.anyone && !limitsWho(statement)) {
    throw new PropsError(
      'GranteeAnyone',
      'grantee must be somebody, or everybody of an organisation or account, got anyone; the topic would be open to the world',
      topic,
    );
  }
  const [service] = statement.services;
  if (service !== undefined && !namesSource(statement)) {
    throw new PropsError(
      'GranteeWithoutSource',
      `grantee must say on whose behalf ${service} acts, by a condition on aws:SourceAccount or aws:SourceArn, got none; add it with principal.withConditions`,
      topic,
    );
  }
}

/** Whether a grantee is, or may be, of another account than the topic, or an AWS service. */
export function isForeign(topic: IConstruct, grantee: IGrantable, account: string): boolean {
  const statement = statementFor(topic, grantee);
  const accounts = [grantee.grantPrincipal.principalAccount, ...statement.principals.map(accountIn)];
  return (
    statement.anyone ||
    statement.services.length > 0 ||
    accounts.some((each) => each !== undefined && Token.compareStrings(each, account) === TokenComparison.DIFFERENT)
  );
}

/** What a policy would say of the grantee. */
function statementFor(topic: IConstruct, { grantPrincipal }: IGrantable): PolicyStatementNode {
  const principals = [grantPrincipal as IPrincipal];
  const statement = new PolicyStatement({ principals, actions: ['sns:Publish'], resources: ['*'] });
  const [read] = statementsOf({ Statement: Stack.of(topic).resolve(statement.toStatementJson()) });
  return read as PolicyStatementNode;
}

/** The account in a principal's ARN, the partition of which may be a token. */
const accountIn = (principal: unknown): string | undefined =>
  /(?:^"|:(?:iam|sts)::)(\d{12})[":]/.exec(JSON.stringify(principal))?.[1];
