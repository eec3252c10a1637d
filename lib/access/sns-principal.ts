import { Token, TokenComparison } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';

/**
 * SNS as it comes to a queue or its key: from a topic in an opt-in Region to another Region it is a service of its own.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 */
export function snsPrincipal(topicRegion: string, targetRegion: string): ServicePrincipal {
  const crosses = Token.compareStrings(topicRegion, targetRegion) === TokenComparison.DIFFERENT;
  const service =
    crosses && RegionInfo.get(topicRegion).isOptInRegion ? `sns.${topicRegion}.amazonaws.com` : 'sns.amazonaws.com';
  return new ServicePrincipal(service);
}
