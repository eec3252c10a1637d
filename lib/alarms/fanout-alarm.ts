import { Alarm, type AlarmProps, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** Props for {@link FanoutAlarm}. */
export interface FanoutAlarmProps extends AlarmProps {
  /** What has happened and what to do. */
  readonly alarmDescription: string;
  /**
   * Who is told.
   *
   * @default - nobody; the alarm changes its state only
   */
  readonly alarmActions?: readonly IAlarmAction[];
}

/** A CloudWatch alarm that says what to do and tells somebody. Defines one `AWS::CloudWatch::Alarm`. */
export class FanoutAlarm extends Alarm {
  #tellsSomebody = false;

  constructor(scope: Construct, id: string, props: FanoutAlarmProps) {
    super(scope, id, props);
    this.addAlarmAction(...(props.alarmActions ?? []));
  }

  /** Whether the alarm has an action. */
  get tellsSomebody(): boolean {
    return this.#tellsSomebody;
  }

  override addAlarmAction(...actions: IAlarmAction[]): void {
    super.addAlarmAction(...actions);
    this.#tellsSomebody ||= actions.length > 0;
  }
}
