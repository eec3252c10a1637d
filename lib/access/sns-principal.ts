import { Token, TokenComparison } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';

/**
 * The name of the service that SNS is to a queue or its key. Where it delivers to another Region and one of the two is an
 * opt-in Region, it is a service of its own, named after that Region, after the target's when both are.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 */
export function snsService(topicRegion: string, targetRegion: string): string {
  const crosses = Token.compareStrings(topicRegion, targetRegion) === TokenComparison.DIFFERENT;
  const optIn = [targetRegion, topicRegion].find((region) => crosses && RegionInfo.get(region).isOptInRegion);
  return optIn === undefined ? 'sns.amazonaws.com' : `sns.${optIn}.amazonaws.com`;
}

/** The same as a principal of a policy. */
export const snsPrincipal = (topicRegion: string, targetRegion: string): ServicePrincipal =>
  new ServicePrincipal(snsService(topicRegion, targetRegion));

const SNS_SERVICE = /^sns(\.[a-z0-9-]+)?\.amazonaws\.com$/;

/** Whether a service of a policy is SNS, from whatever Region. */
export const isSnsService = (service: unknown): boolean => typeof service === 'string' && SNS_SERVICE.test(service);
