const KIB = 1024;

/** Quotas of SNS. https://docs.aws.amazon.com/general/latest/gr/sns.html */
export const snsLimits = {
  /** Size of a message, attributes included, and of all messages of a batch together, unless the topic says otherwise. */
  defaultMaximumMessageSize: 256 * KIB,
  minMaximumMessageSize: KIB,
  maxMaximumMessageSize: 1024 * KIB,
  /** Subscriptions of a FIFO topic, and of a topic that takes more than 256 KiB. */
  fewSubscriptions: 100,
  maxSubscriptions: 12_500_000,
  maxSubjectLength: 99,
  filterPolicyKeys: 5,
  filterPolicyCombinations: 150,
  filterPolicyBytes: 256 * KIB,
  filterPoliciesPerTopic: 200,
} as const;
