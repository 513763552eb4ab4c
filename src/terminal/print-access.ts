import { type Access, type AccessReview, nameOf } from '../checks/access/access.ts';
import { heading } from './heading.ts';
import { labelled, wrap } from './layout.ts';
import { areMany } from './many.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

/** Where a role comes from, as people say it. */
const places: Readonly<Record<Access['from'], string>> = {
  environment: 'here',
  existing: 'on an existing resource that is used',
  subscription: 'on the subscription',
  above: 'from above the subscription',
};

/** Who can do what, environment by environment: what somebody should look at in full, all else in a line. */
export function accessText(reviews: readonly AccessReview[], cloud: string, style: Style): string {
  const brief = areMany(reviews);
  return finish(
    reviews.flatMap((review, index) => [
      ...(index > 0 ? [''] : []),
      ...reviewLines(review, brief, cloud, style),
    ]),
    style,
  );
}

function reviewLines(review: AccessReview, brief: boolean, cloud: string, style: Style): string[] {
  const { access, eligible, unread } = review;
  const flagged = access.filter(({ remarks }) => remarks.length > 0);
  const others = access.filter(({ remarks }) => remarks.length === 0);
  const subject = `${review.tenant}/${review.environment}  ${access.length} roles, ${flagged.length} to look at`;
  return [
    heading('ACCESS', sanitiseLine(subject), cloud, style),
    ...flagged.flatMap((each) => flaggedLines(each, style)),
    ...(brief || others.length === 0 ? [] : ['', ...others.flatMap((each) => otherLines(each, style))]),
    ...(brief
      ? []
      : eligible.flatMap((each) =>
          lines(
            '  · ',
            `${nameOf(each)} may activate ${each.role} for a limited time on ${each.scope}`,
            style,
          ),
        )),
    ...unread.flatMap(({ what, reason }) =>
      lines('  ! ', `Not read: ${what} (${reason})`, style).map((line) => paint(style).yellow(line)),
    ),
  ];
}

function flaggedLines(access: Access, style: Style): string[] {
  return [
    '',
    ...lines('  ! ', accessLine(access), style).map((line) => paint(style).yellow(line)),
    ...wrap(access.scope, style.columns - 4).map((line) => `    ${paint(style).dim(line)}`),
    ...access.remarks.flatMap(({ what, next }) => [
      ...lines('    Why   ', what, style),
      ...lines('    Next  ', next, style),
    ]),
  ];
}

function otherLines(access: Access, style: Style): string[] {
  return lines('  · ', accessLine(access), style);
}

/** `Ada Muster (user): Contributor on the subscription, until …: give rights, change the account` */
function accessLine(access: Access): string {
  const { principalType, role, from, until, can, own, designed } = access;
  const kind = principalType.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  const who = `${nameOf(access)} (${kind}${own ? ', you' : ''})`;
  const how = [
    `${role} ${places[from]}`,
    ...(designed ? ['by the estate file'] : []),
    ...(until === undefined ? [] : [`until ${until}`]),
  ].join(', ');
  return `${who}: ${how}: ${can.length > 0 ? can.join(', ') : 'nothing here that counts'}`;
}

function lines(label: string, text: string, style: Style): string[] {
  return labelled(label, sanitiseLine(text), style.columns);
}
